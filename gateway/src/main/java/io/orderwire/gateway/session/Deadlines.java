package io.orderwire.gateway.session;

import io.orderwire.websocket.frame.CloseCode;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of a connection. While it is open: for sending the message in flight, for catching up after losses, and
 * for the next pong. Once it is ending: for its end. One thread calls {@link #next}.
 */
final class Deadlines {
    /** The action that the deadlines require. */
    sealed interface Step {}

    /** An action without a reason to send. */
    enum Simple implements Step {
        NOTHING,
        PING,
        /** Passes the close frame to the transport, which sends it after the message in flight, if that is ever sent. */
        SEND_CLOSE_FRAME,
        CUT
    }

    /** Closes the connection because a deadline has passed. */
    record Close(CloseCode code, String reason) implements Step {}

    private final ClientLimits.Times times;
    private final Heartbeat heartbeat;

    Deadlines(ClientLimits.Times times, long nowNanos) {
        this.times = times;
        this.heartbeat = new Heartbeat(times, nowNanos);
    }

    /**
     * Returns the action to take now.
     *
     * @param end the end that has begun, null while the connection is open
     * @param sendingSince time at which the message in flight was passed to the transport, 0 if none is in flight
     * @param lossySince time of the first loss since the send queue was last empty, 0 if there was no loss
     */
    Step next(long nowNanos, Ending.@Nullable Begun end, long sendingSince, long lossySince) {
        if (end == null) {
            return ofOpen(nowNanos, sendingSince, lossySince);
        }
        if (end.isOver(nowNanos)) {
            return Simple.CUT;
        }
        return sendingSince != 0 && !end.afterQueue() ? Simple.SEND_CLOSE_FRAME : Simple.NOTHING;
    }

    private Step ofOpen(long nowNanos, long sendingSince, long lossySince) {
        if (isOver(sendingSince, times.sendDeadlineMs(), nowNanos)) {
            return new Close(CloseCode.SLOW, "a message was not taken within " + times.sendDeadlineMs() + " ms");
        }
        if (isOver(lossySince, times.slowCloseMs(), nowNanos)) {
            return new Close(CloseCode.SLOW, "frames were lost for more than " + times.slowCloseMs() + " ms");
        }
        return switch (heartbeat.next(nowNanos, sendingSince != 0)) {
            case NOTHING -> Simple.NOTHING;
            case PING -> Simple.PING;
            case DEAD -> new Close(CloseCode.NO_PONG, "no pong within " + times.pongDeadlineMs() + " ms");
        };
    }

    private static boolean isOver(long sinceNanos, long mostMs, long nowNanos) {
        return sinceNanos != 0 && nowNanos - sinceNanos > TimeUnit.MILLISECONDS.toNanos(mostMs);
    }

    /** Records a pong; returns false if no pong was expected. Any thread. */
    boolean pong() {
        return heartbeat.pong();
    }
}
