package io.orderwire.benchmarks.peers;

import io.orderwire.benchmarks.LocalTimes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Finds the orders in a stream of bytes by their {@code local_time}, whatever is around them: the same search for every
 * server. A part of the stream may end anywhere. Not thread-safe.
 */
final class OrderTimes {
    private static final byte[] MARK = LocalTimes.MEMBER.getBytes(StandardCharsets.US_ASCII);

    /** Length of a time to the millisecond. */
    private static final int TIME = 23;

    private static final int WHOLE = MARK.length + TIME;

    /** How far the search may jump after a byte that the last byte of the mark was compared with. */
    private static final int[] JUMPS = jumps();

    private final LocalTimes times = new LocalTimes();
    private byte[] bytes = new byte[64 << 10];
    private int kept;
    private long orders;
    private long sum;

    private static int[] jumps() {
        int[] jumps = new int[256];
        Arrays.fill(jumps, MARK.length);
        for (int i = 0; i < MARK.length - 1; i++) {
            jumps[MARK[i] & 0xFF] = MARK.length - 1 - i;
        }
        return jumps;
    }

    /** Takes the next part of the stream; {@code found} gets the time of each order, epoch milliseconds. */
    void take(byte[] array, int from, int to, LongConsumer found) {
        int length = kept + to - from;
        if (bytes.length < length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length));
        }
        System.arraycopy(array, from, bytes, kept, to - from);
        int last = MARK.length - 1;
        int at = 0;
        while (at + WHOLE <= length) {
            if (bytes[at + last] == MARK[last] && isMark(at)) {
                long epochMs = times.epochMs(new String(bytes, at + MARK.length, TIME, StandardCharsets.ISO_8859_1), 0);
                orders++;
                sum += epochMs;
                found.accept(epochMs);
                at += WHOLE;
            } else {
                at += JUMPS[bytes[at + last] & 0xFF];
            }
        }
        int begin = Math.min(at, length);
        kept = length - begin;
        System.arraycopy(bytes, begin, bytes, 0, kept);
    }

    private boolean isMark(int at) {
        return Arrays.equals(bytes, at, at + MARK.length, MARK, 0, MARK.length);
    }

    /** Orders so far. */
    long orders() {
        return orders;
    }

    /** The sum of their times. */
    long sum() {
        return sum;
    }
}
