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

    /**
     * Size of the part of a cursor that does not depend on the number of partitions: 64 ranges of left-out sequences, with
     * 14 bytes of 7 bits each, in base64.
     */
    private static final int CURSOR_BASE_BYTES = 1_224;

    /** Size of the part of a cursor for one partition: an offset, a sequence and a count. */
    private static final int CURSOR_PARTITION_BYTES = 20;

    private final CursorSource cursors;
    private final Clock clock;
    private final int frameBytes;
    private final int cursorBytes;

    /** Cursors cover the records that the reading thread has passed on so far, which are those in frames up to now. */
    FrameSource(CursorSource cursors, Clock clock, int frameBytes, int partitions) {
        this.cursors = cursors;
        this.clock = clock;
        this.frameBytes = frameBytes;
        int longest = CURSOR_BASE_BYTES + partitions * CURSOR_PARTITION_BYTES;
        this.cursorBytes = partitions <= FEW_PARTITIONS ? Math.min(LONGEST_CURSOR, longest) : longest;
    }

    /**
     * The maximum length of a message for a client that accepts at most {@code wanted} bytes; 0 if the client accepts any
     * length.
     */
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
     * Makes a body that refers to the orders and gaps, which must not be changed afterwards.
     *
     * @param withoutCurrent true if the current order is not among them and will follow in another frame
     */
    OrdersBody body(
            List<byte[]> orders, long fileTimeMs, long dropped, List<byte[]> gaps, int limit, boolean withoutCurrent) {
        String cursor = withoutCurrent ? cursors.cursorBefore() : cursors.cursor();
        return new OrdersBody(new OrdersBody.Content(orders, fileTimeMs, dropped, gaps, cursor, clock.millis(), limit));
    }
}
