package io.orderwire.gateway.session;

import io.orderwire.websocket.frame.CloseCode;
import io.orderwire.websocket.transport.Message;
import io.orderwire.websocket.transport.Transport;
import java.util.function.LongSupplier;

/**
 * Writes the messages of one client, and its close frame. At most one message is in flight, because Undertow would queue
 * messages without a bound and never abandon a write. Used by the connection's I/O thread.
 */
final class ClientWriter {
    /** Maximum number of messages in one turn; then other clients of the I/O thread get their turn. */
    private static final int TURN = 8;

    private final Transport transport;
    private final SendQueue queue;
    private final Ending ending;
    private final LongSupplier nanoTime;
    private volatile long sendingSinceNanos;
    private boolean draining;

    /** Writes the messages of {@code queue}, and the close frame once {@code ending} requires it. */
    ClientWriter(Transport transport, SendQueue queue, Ending ending, LongSupplier nanoTime) {
        this.transport = transport;
        this.queue = queue;
        this.ending = ending;
        this.nanoTime = nanoTime;
    }

    /** The time at which the message in flight was passed to the transport, 0 if none is in flight; any thread. */
    long sendingSinceNanos() {
        return sendingSinceNanos;
    }

    /**
     * Sends queued messages until one stays in flight, none is left, or the turn ends. Returns true if the turn has
     * ended.
     *
     * @param sent runs when the transport has sent a message, and must call {@link #sent()}
     */
    boolean drain(Runnable sent) {
        if (draining) {
            return false;
        }
        int turn = 0;
        draining = true;
        try {
            while (turn < TURN && sendingSinceNanos == 0 && !ending.isGone() && sendNext(sent)) {
                turn++;
            }
        } finally {
            draining = false;
        }
        return turn == TURN;
    }

    private boolean sendNext(Runnable sent) {
        Ending.Begun end = ending.begun();
        Message message = end != null && !end.afterQueue() ? null : queue.next();
        if (message == null) {
            if (end != null) {
                sendClose();
            }
            return false;
        }
        long now = nanoTime.getAsLong();
        sendingSinceNanos = now == 0 ? 1 : now;
        transport.send(message, sent);
        return true;
    }

    /**
     * Records that the message in flight was sent. Returns false within {@link #drain}, which then sends the next message
     * itself.
     */
    boolean sent() {
        queue.sent();
        sendingSinceNanos = 0;
        return !draining;
    }

    /** Sends the close frame if the connection is ending and the frame was not sent before. */
    void sendClose() {
        Ending.Begun end = ending.begun();
        CloseCode code = ending.takeCode();
        if (end != null && code != null) {
            transport.close(code.code(), end.reason());
        }
    }
}
