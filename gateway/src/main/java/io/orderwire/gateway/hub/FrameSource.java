package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.OrdersBody;
import io.orderwire.gateway.sequence.CursorSource;
import java.time.Clock;
import java.util.List;

/** Makes frames that carry a cursor and the time. */
final class FrameSource {
    /** Upper bound of a cursor's length, in bytes, for up to {@link #FEW_PARTITIONS} partitions. */
    private static final int LONGEST_CURSOR = 2_048;

    private static final int FEW_PARTITIONS = 128;

    /** What a cursor says besides the partitions: which sequences were left out, 64 ranges of 14 digits of 7 bits. */
    private static final int CURSOR_BASE_BYTES = 1_224;

    /** What it says of a partition: an offset, a sequence and a count. */
    private static final int CURSOR_PARTITION_BYTES = 20;

    private final CursorSource cursors;
    private final Clock clock;
    private final int frameBytes;
    private final int cursorBytes;

    /** Cursors name what the reading thread has handed out so far, and so what stands in frames up to now. */
    FrameSource(CursorSource cursors, Clock clock, int frameBytes, int partitions) {
        this.cursors = cursors;
        this.clock = clock;
        this.frameBytes = frameBytes;
        int longest = CURSOR_BASE_BYTES + partitions * CURSOR_PARTITION_BYTES;
        this.cursorBytes = partitions <= FEW_PARTITIONS ? Math.min(LONGEST_CURSOR, longest) : longest;
    }

    /** The bound of a message for a client that takes at most {@code wanted} bytes, 0 if it takes any. */
    int limit(int wanted) {
        return wanted == 0 ? frameBytes : Math.min(wanted, frameBytes);
    }

    /** Bytes to keep free for a cursor. */
    int cursorBytes() {
        return cursorBytes;
    }

    String cursor() {
        return cursors.cursor();
    }

    /**
     * A body that refers to the orders and gaps, which are not to be changed any more.
     *
     * @param withoutCurrent whether the order at hand is not among them, and follows in another frame
     */
    OrdersBody body(
            List<byte[]> orders, long fileTimeMs, long dropped, List<byte[]> gaps, int limit, boolean withoutCurrent) {
        String cursor = withoutCurrent ? cursors.cursorBefore() : cursors.cursor();
        return new OrdersBody(new OrdersBody.Content(orders, fileTimeMs, dropped, gaps, cursor, clock.millis(), limit));
    }
}
