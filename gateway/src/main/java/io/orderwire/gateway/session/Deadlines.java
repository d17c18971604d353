package io.orderwire.gateway.session;

import io.orderwire.websocket.frame.CloseCode;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of a connection: while it is open for the message in flight, for catching up after losses and for the next
 * pong, and then for its end.
 */
final class Deadlines {
    /** What to do about them. */
    sealed interface Step {}

    /** What to do, if it does not need a reason. */
    enum Simple implements Step {
        NOTHING,
        PING,
        /** The close frame follows the message in flight, and is sent if that ever is. */
        SEND_CLOSE_FRAME,
        CUT
    }

    /** A deadline has passed: closes the connection. */
    record Close(CloseCode code, String reason) implements Step {}

    private final ClientLimits.Times times;
    private final Heartbeat heartbeat;

    Deadlines(ClientLimits.Times times, long nowNanos) {
        this.times = times;
        this.heartbeat = new Heartbeat(times, nowNanos);
    }

    /**
     * What to do now.
     *
     * @param end the end that has begun, null while the connection is open
     * @param sendingSince when the message in flight was sent, 0 if there is none
     * @param lossySince since when data is being dropped, 0 if none is
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
            return new Close(CloseCode.SLOW, "too slow for more than " + times.slowCloseMs() + " ms");
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

    /** A pong came; false when none was waited for. */
    boolean pong() {
        return heartbeat.pong();
    }
}
