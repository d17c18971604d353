package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds back a run of NUL bytes at the end of a file. On network file systems, such bytes may still become data without a
 * change of the file's size. They are split {@link #HOLD_MS} after they were first seen, and are read from the file again for
 * that. Bytes that are appended after the run are held back together with it, and do not change this time. Not thread-safe.
 */
final class NulTail {
    /** For how long NULs at the end of a file may still become data, milliseconds. */
    static final long HOLD_MS = 5_000;

    /** Number of bytes beyond the buffer for which a run is followed, to find out whether it reaches the end of the file. */
    private static final long LONGEST_RUN = 64L << 20;

    /** Number of bytes after a run that are not shed although they waited with it. Reading more of them would take too long. */
    private static final long MOST_KEPT = 64L << 20;

    private static final Logger log = LoggerFactory.getLogger(NulTail.class);
    private static final int STEP = 64 * 1024;
    private static final long NONE = -1;

    private long from = NONE;
    private long until;
    private long untilMs;
    private long released;
    private long kept;
    private long size;

    /**
     * Number of the bytes just read that may be split.
     *
     * @param id names the file in the log
     * @param at file offset of the first of them
     * @param length their number
     */
    int ready(HourFile id, FileChannel open, byte[] bytes, long at, int length, long nowMs) throws IOException {
        size = Math.max(open.size(), at + length);
        if (from != NONE && nowMs >= untilMs) {
            released = until;
            kept = Math.min(size, until + MOST_KEPT);
            from = NONE;
        }
        if (from != NONE && stillHeld(bytes, at, length)) {
            return (int) Math.min(length, from - at);
        }
        int run = length;
        while (run > 0 && bytes[run - 1] == 0) {
            run--;
        }
        run = (int) Math.max(run, Math.min(length, released - at));
        if (from != NONE || run == length || !reachesEnd(open, at + length)) {
            return length;
        }
        from = at + run;
        until = size;
        untilMs = nowMs + HOLD_MS;
        log.info(
                "{} ends with {} NUL bytes from byte {} on; they may become data, and are read in {} ms",
                id,
                until - from,
                from,
                HOLD_MS);
        return run;
    }

    /** Whether a part of the run is still NULs. The run then begins after the bytes that have become data. */
    private boolean stillHeld(byte[] bytes, long at, int length) {
        long end = Math.min(until, at + length);
        long first = Math.max(from, at);
        while (first < end && bytes[(int) (first - at)] != 0) {
            first++;
        }
        if (first >= until || at > until) {
            from = NONE;
            return false;
        }
        if (first >= at + length) {
            // The run, if any, begins after these bytes.
            return false;
        }
        from = first;
        return true;
    }

    private boolean reachesEnd(FileChannel open, long end) throws IOException {
        if (end >= size) {
            return true;
        }
        if (size - end > LONGEST_RUN || !isNul(open, size - 1, size)) {
            return false;
        }
        for (long begin = end; begin < size; begin += STEP) {
            if (!isNul(open, begin, Math.min(size, begin + STEP))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNul(FileChannel open, long begin, long end) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) (end - begin));
        LineSearch.fill(open, bytes, begin);
        for (int i = 0; i < bytes.position(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The length of the file when bytes were last examined: bytes after the run cannot be split before the run. */
    long size() {
        return size;
    }

    /** Whether bytes are held back. */
    boolean holds(long fileSize) {
        return from != NONE && from < fileSize;
    }

    /** Whether the bytes have been held for long enough, in a file of that length that was read up to {@code readOffset}. */
    boolean isDue(long fileSize, long readOffset, long nowMs) {
        return from != NONE && nowMs >= untilMs && fileSize > Math.max(from, readOffset);
    }

    /** Whether the byte at {@code offset} is old only because it is or was held back. */
    boolean keeps(long offset) {
        return offset < kept || from != NONE && offset < size;
    }

    /** Reading continues somewhere else. */
    void forget() {
        from = NONE;
    }
}
