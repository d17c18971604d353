package io.orderwire.ingestor.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * Checksums of the bytes that were read of a file, each up to one of at most {@link #MOST} points, so that a shorter file can
 * be compared with the first of these bytes. The points are {@link #STEP} bytes apart at first, and further apart as more bytes
 * are read. They are kept in memory only. Not thread-safe.
 */
final class PrefixHashes {
    private static final int MOST = 1_024;
    private static final int STEP = 64;

    private final long begin;
    private final long[] ends = new long[MOST];
    private final int[] sums = new int[MOST];
    private final CRC32C sum = new CRC32C();
    private final ComparedBytes compared;
    private int count;
    private long step = STEP;
    private long at;
    private int next;

    /** Covers the bytes from {@code begin} on. */
    PrefixHashes(long begin) {
        this.begin = begin;
        this.at = begin;
        this.compared = new ComparedBytes(begin);
    }

    /** Adds the first {@code length} bytes of an array, which are in the file at {@code from}. */
    void add(byte[] bytes, long from, int length) {
        // Bytes may be read a second time; only those after the last added byte are new.
        int done = (int) Math.min(length, Math.max(0, at - from));
        if (from > at) {
            return;
        }
        while (done < length) {
            long end = begin + (at - begin) / step * step + step;
            int taken = (int) Math.min(length - done, end - at);
            sum.update(bytes, done, taken);
            done += taken;
            at += taken;
            if (at == end) {
                add(end);
            }
        }
    }

    private void add(long end) {
        if (count == MOST) {
            // Keeps every second point: those at multiples of twice the distance.
            for (int i = 1; i < MOST; i += 2) {
                ends[i / 2] = ends[i];
                sums[i / 2] = sums[i];
            }
            count = MOST / 2;
            step *= 2;
            restart();
            if ((end - begin) % step != 0) {
                return;
            }
        }
        ends[count] = end;
        sums[count] = (int) sum.getValue();
        count++;
    }

    /** Makes the next comparison start at the first byte of the file. */
    void restart() {
        compared.restart();
        next = 0;
    }

    /**
     * Whether the checksums at all points in the first {@code size} bytes of an open file match, as far as one comparison
     * reads.
     */
    boolean agrees(FileChannel open, long size) throws IOException {
        if (size < compared.at()) {
            restart();
        }
        ByteBuffer bytes = compared.resume();
        while (next < count && ends[next] <= size && compared.readTo(open, bytes, ends[next])) {
            if (compared.sum() != sums[next++]) {
                restart();
                return false;
            }
        }
        return true;
    }
}
