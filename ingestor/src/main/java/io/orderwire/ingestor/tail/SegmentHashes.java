package io.orderwire.ingestor.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A checksum of each segment of the bytes that were read of a file; the segments end at byte 64, 128, 256, and so on. They are
 * part of the checkpoint, so that a file that is shorter at the next start can be compared with the bytes that were read. A
 * segment that was not completely read by one process does not have a checksum. Not thread-safe.
 */
final class SegmentHashes {
    private static final int FIRST_END = 64;

    /** Those of 4 TiB. */
    private static final int MOST = 37;

    private static final int DIGITS = 8;
    private static final String NONE = "-".repeat(DIGITS);

    private final int[] sums = new int[MOST];
    private final boolean[] known = new boolean[MOST];
    private final CRC32C sum = new CRC32C();
    private final ComparedBytes compared = new ComparedBytes(0);
    private int current;
    private boolean whole;
    private long at;
    private String text = "";
    private int next;

    /**
     * For a file that was read up to {@code offset}.
     *
     * @param text as returned by {@link #text}; segments that are missing or malformed in it do not have a checksum
     */
    SegmentHashes(String text, long offset) {
        for (int i = 0; i < MOST && (i + 1) * DIGITS <= text.length(); i++) {
            String digits = text.substring(i * DIGITS, (i + 1) * DIGITS);
            known[i] = digits.chars().allMatch(HexFormat::isHexDigit);
            sums[i] = known[i] ? HexFormat.fromHexDigits(digits) : 0;
        }
        moveTo(offset);
    }

    private static long end(int segment) {
        return (long) FIRST_END << segment;
    }

    private static long start(int segment) {
        return segment == 0 ? 0 : end(segment - 1);
    }

    /**
     * Continues at {@code offset}. The segment that is left unfinished, and the segment that is entered in its middle, do not
     * get a checksum.
     */
    void moveTo(long offset) {
        if (offset == at && whole) {
            return;
        }
        at = offset;
        current = 0;
        while (current < MOST && end(current) <= offset) {
            current++;
        }
        whole = current < MOST && start(current) == offset;
        sum.reset();
        text = "";
        for (int i = current; i < MOST; i++) {
            known[i] = false;
        }
        restart();
    }

    /** Adds the first {@code length} bytes of an array, which are in the file at {@code from}. */
    void add(byte[] bytes, long from, int length) {
        int done = (int) Math.min(length, Math.max(0, at - from));
        while (from <= at && done < length && current < MOST) {
            int taken = (int) Math.min(length - done, end(current) - at);
            sum.update(bytes, done, taken);
            done += taken;
            at += taken;
            if (at == end(current)) {
                known[current] = whole;
                sums[current] = (int) sum.getValue();
                sum.reset();
                whole = true;
                current++;
            }
        }
    }

    /** The checksums of the segments before {@code offset}, in hexadecimal. Called in each cycle. */
    String text(long offset) {
        int count = 0;
        while (count < current && end(count) <= offset) {
            count++;
        }
        if (count * DIGITS != text.length()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < count; i++) {
                all.append(known[i] ? HexFormat.of().toHexDigits(sums[i]) : NONE);
            }
            text = all.toString();
        }
        return text;
    }

    /** Makes the next comparison start at the first byte of the file. */
    void restart() {
        compared.restart();
        next = 0;
    }

    /**
     * Whether the checksums of all segments in the first {@code size} bytes of an open file match, as far as one comparison
     * reads.
     */
    boolean agrees(FileChannel open, long size) throws IOException {
        if (size < compared.at()) {
            restart();
        }
        ByteBuffer bytes = compared.resume();
        while (next < current && end(next) <= size) {
            if (known[next]) {
                if (!compared.readTo(open, bytes, end(next))) {
                    return true;
                }
                if (compared.sum() != sums[next]) {
                    restart();
                    return false;
                }
            }
            compared.moveTo(end(next++));
        }
        return true;
    }
}
