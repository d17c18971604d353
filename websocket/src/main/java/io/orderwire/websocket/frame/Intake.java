package io.orderwire.websocket.frame;

import io.undertow.websockets.core.WebSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one connection receives, in messages: each frame is one for each KiB of it that has begun, after it was
 * inflated. Stops reading when that is too much, and pauses when others are to get their turn. On the I/O thread.
 */
public final class Intake {
    /** Messages that a connection reads in one go. */
    static final int TURN = 32;

    private static final int MESSAGE_BYTES = 1_024;
    private static final int CONTINUATION = 0;
    private static final int CLOSE = 8;
    private static final int PONG = 10;

    private final WebSocketChannel channel;
    private @Nullable ReceiveLimit limit;
    private @Nullable ReadTurns turns;
    private long inflated;
    private int counted;
    private int turn;
    private boolean waits;
    private boolean stopped;

    Intake(WebSocketChannel channel) {
        this.channel = channel;
    }

    /** That of a connection of this package. */
    public static Intake of(WebSocketChannel channel) {
        return ((BoundedChannel) channel).intake();
    }

    /** Counts from now on; before, nothing is counted. */
    public void begin(ReceiveLimit most, ReadTurns ofThread) {
        limit = most;
        turns = ofThread;
    }

    /** Reads nothing more, not even what was received already. */
    public void stop() {
        stopped = true;
        channel.suspendReceives();
    }

    /** True when nothing more is read. */
    public boolean isStopped() {
        return stopped;
    }

    /** The header of a frame came, whose payload has so many bytes before it is inflated. */
    void frame(int opcode, long bytes) {
        // A pong is counted by who knows whether it was asked for, and the end of all is for free.
        if (limit == null || opcode == PONG || opcode == CLOSE) {
            return;
        }
        int messages = messages(bytes);
        if (opcode < CLOSE) {
            if (opcode != CONTINUATION) {
                inflated = 0;
                counted = 0;
            }
            counted += messages;
        }
        if (limit.admit(messages)) {
            took(messages);
        } else {
            stop();
        }
    }

    /** So many bytes more were inflated of the message whose frame came last. */
    public void inflated(int bytes) {
        inflated += bytes;
        int more = messages(inflated) - counted;
        if (limit != null && more > 0) {
            counted += more;
            limit.charge(more);
            took(more);
        }
    }

    private static int messages(long bytes) {
        return (int) Math.max(1, (bytes + MESSAGE_BYTES - 1) / MESSAGE_BYTES);
    }

    private void took(int messages) {
        turn += messages;
        if (turn >= TURN && !waits && turns != null) {
            waits = true;
            channel.suspendReceives();
            turns.await(this::resume);
        }
    }

    private void resume() {
        turn = 0;
        waits = false;
        if (!stopped && channel.isOpen()) {
            channel.resumeReceives();
        }
    }
}
