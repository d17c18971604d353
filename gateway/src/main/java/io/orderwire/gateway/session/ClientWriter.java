package io.orderwire.gateway.session;

import io.orderwire.websocket.frame.CloseCode;
import io.orderwire.websocket.transport.Message;
import io.orderwire.websocket.transport.Transport;
import java.util.function.LongSupplier;

/**
 * Writes the messages of one client, and its close frame. Owns the message in flight: there is at most one, because Undertow
 * would queue without a bound and never abandon a write. Used by the connection's I/O thread.
 */
final class ClientWriter {
    /** Messages in one go before other clients of the I/O thread get their turn. */
    private static final int TURN = 8;

    private final Transport transport;
    private final SendQueue queue;
    private final Ending ending;
    private final LongSupplier nanoTime;
    private volatile long sendingSinceNanos;
    private boolean draining;

    /** Writes what {@code queue} holds, and the close frame when {@code ending} says so. */
    ClientWriter(Transport transport, SendQueue queue, Ending ending, LongSupplier nanoTime) {
        this.transport = transport;
        this.queue = queue;
        this.ending = ending;
        this.nanoTime = nanoTime;
    }

    /** When the message in flight was sent, 0 if there is none; any thread. */
    long sendingSinceNanos() {
        return sendingSinceNanos;
    }

    /**
     * Sends what can be sent; true if the turn ended first.
     *
     * @param sent is run when the transport has taken a message, and calls {@link #sent()}
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

    /** The transport has taken the message; false if it did so within {@link #drain}, which then sends the next one. */
    boolean sent() {
        queue.sent();
        sendingSinceNanos = 0;
        return !draining;
    }

    /** Sends the close frame of the end that has begun, unless it was sent. */
    void sendClose() {
        Ending.Begun end = ending.begun();
        CloseCode code = ending.takeCode();
        if (end != null && code != null) {
            transport.close(code.code(), end.reason());
        }
    }
}
