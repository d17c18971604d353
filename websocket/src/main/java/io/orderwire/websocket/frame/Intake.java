package io.orderwire.websocket.frame;

import io.undertow.websockets.core.WebSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Counts the messages that one connection receives: each frame counts as one message per started KiB of inflated payload.
 * Stops reading when the limit is exceeded, and pauses to let other connections read. On the I/O thread.
 */
public final class Intake {
    /** Messages that a connection reads in one turn. */
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

    /** The intake of a connection of this package. */
    public static Intake of(WebSocketChannel channel) {
        return ((BoundedChannel) channel).intake();
    }

    /** Begins to count. Messages before this call are not counted. */
    public void begin(ReceiveLimit most, ReadTurns ofThread) {
        limit = most;
        turns = ofThread;
    }

    /** Stops reading, also of bytes that were received already. */
    public void stop() {
        stopped = true;
        channel.suspendReceives();
    }

    /** Returns true if reading was stopped. */
    public boolean isStopped() {
        return stopped;
    }

    /** Counts a frame whose header arrived; {@code bytes} is the length of its payload before inflation. */
    void frame(int opcode, long bytes) {
        // Pongs are counted where it is known whether a ping asked for them; close frames are not counted.
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

    /** Counts {@code bytes} more inflated bytes of the message to which the last frame belongs. */
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
