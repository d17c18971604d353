package io.orderwire.ingestor.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Finds the beginnings of lines in a file, and when those lines were written. Off the hot path. */
final class LineSearch {
    /** Number of bytes that are searched backwards for a line feed: the length of the longest line. */
    static final long LONGEST_LINE = 64L << 20;

    private static final int STEP = 64 * 1024;
    private static final int MAX_STEPS = 64;

    /** Largest number of lines that are searched for a time. */
    private static final int MAX_UNTIMED = 64;

    private LineSearch() {}

    /**
     * The end of the last complete line within the first {@code end} bytes; {@code end} itself if the {@link #LONGEST_LINE}
     * bytes before it do not contain a line feed, so that a file of 50 GB without line feeds is not read completely.
     */
    static long afterLastLine(FileChannel channel, long end) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(STEP);
        long lowest = Math.max(0, end - LONGEST_LINE);
        for (long to = end; to > lowest; to -= STEP) {
            long from = Math.max(lowest, to - STEP);
            fill(channel, bytes.clear().limit((int) (to - from)), from);
            for (int i = bytes.position() - 1; i >= 0; i--) {
                if (bytes.get(i) == '\n') {
                    return from + i + 1;
                }
            }
        }
        return lowest == 0 ? 0 : end;
    }

    /** The beginning of the first line at or after {@code offset}, before {@code end}; negative when there is none. */
    static long lineFrom(FileChannel channel, long offset, long end) throws IOException {
        if (offset == 0) {
            return 0;
        }
        ByteBuffer bytes = ByteBuffer.allocate(STEP);
        for (long from = offset - 1; from < end; from += STEP) {
            fill(channel, bytes.clear().limit((int) Math.min(STEP, end - from)), from);
            for (int i = 0; i < bytes.position(); i++) {
                if (bytes.get(i) == '\n') {
                    return from + i + 1;
                }
            }
        }
        return -1;
    }

    /** The time of the line that begins at {@code lineStart}, or {@link LineTime#UNKNOWN}. */
    static long timeAt(FileChannel channel, long lineStart) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LineTime.WITHIN);
        fill(channel, bytes, lineStart);
        return LineTime.of(bytes.array(), bytes.position());
    }

    /**
     * Time of the first line from {@code lineStart} on that has a time; {@link LineTime#UNKNOWN} if none of the next {@link
     * #MAX_UNTIMED} lines has one.
     */
    static long firstTime(FileChannel channel, long lineStart, long end) throws IOException {
        long line = lineStart;
        for (int step = 0; step < MAX_UNTIMED && line >= 0 && line < end; step++) {
            long ms = timeAt(channel, line);
            if (ms != LineTime.UNKNOWN) {
                return ms;
            }
            line = lineFrom(channel, line + 1, Math.min(end, line + STEP));
        }
        return LineTime.UNKNOWN;
    }

    /**
     * Time of the last complete line in {@code [begin, end)} that has a time; {@link LineTime#UNKNOWN} if none of the last
     * {@link #MAX_UNTIMED} lines has one.
     */
    static long lastTime(FileChannel channel, long begin, long end) throws IOException {
        long line = lastWholeLine(channel, end);
        for (int step = 0; step < MAX_UNTIMED && line >= begin; step++) {
            long ms = timeAt(channel, line);
            if (ms != LineTime.UNKNOWN || line == 0) {
                return ms;
            }
            line = lastWholeLine(channel, line);
        }
        return LineTime.UNKNOWN;
    }

    /** Where the last complete line before {@code end} begins, 0 when there is none. */
    static long lastWholeLine(FileChannel channel, long end) throws IOException {
        long after = afterLastLine(channel, end);
        return after == 0 ? 0 : afterLastLine(channel, after - 1);
    }

    /**
     * Beginning of the first line in {@code [from, to)} that was written at or after {@code sinceMs}. Uses bisection, because
     * lines are nearly in order of time. A line without a time counts as older. Returns {@code to} if there is no such line.
     */
    static long firstSince(FileChannel channel, long from, long to, long sinceMs) throws IOException {
        long low = from;
        long high = to;
        long found = to;
        for (int step = 0; step < MAX_STEPS && low < high; step++) {
            long middle = low + (high - low) / 2;
            long reach = Math.min(high, middle + LONGEST_LINE);
            long line = lineFrom(channel, middle, reach);
            if (line < 0 || line >= reach) {
                if (reach == high) {
                    high = middle;
                } else {
                    low = reach;
                }
            } else if (timeAt(channel, line) >= sinceMs) {
                found = line;
                high = middle;
            } else {
                low = line + 1;
            }
        }
        return found;
    }

    /** Reads from {@code at} on until the buffer is full or the file ends. */
    static void fill(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = channel.read(bytes, at + bytes.position());
        }
    }

    /** Up to {@code length} bytes from {@code from} on; fewer at the end of the file. */
    static byte[] bytes(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        fill(channel, bytes, from);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
