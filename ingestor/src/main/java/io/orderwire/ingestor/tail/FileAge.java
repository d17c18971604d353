package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Computes the age of a file's bytes, and where its fresh bytes begin. The age of watched bytes is the monotonic time since
 * they were seen. Bytes that were written while the file was not sampled are dated by comparing the time in their line with
 * that of the newest data: both times are of the node's clock, and no other clock is used.
 */
final class FileAge {
    /** The newest data, with which bytes are compared that were written while their file was not sampled. */
    interface Newest {
        /** When the data was seen, by the steady clock. */
        long seenMs() throws IOException;

        /** When its last line was written, by the node's clock; {@link LineTime#UNKNOWN} if no line has a time. */
        long writtenMs() throws IOException;

        /** Whether the newest data is in {@code file}: then its last line must not be shed. */
        boolean isIn(HourFile file) throws IOException;
    }

    private final AgeSampler samples;
    private long counted;

    /**
     * For a file that was read up to {@code counted}, and that was last checked, or known not to exist, at {@code lastLookMs}.
     */
    FileAge(long counted, long lastLookMs) {
        this.counted = counted;
        this.samples = new AgeSampler(lastLookMs);
    }

    void sample(long size, long nowMs) {
        samples.sample(size, nowMs);
    }

    void forget(long offset) {
        samples.forget(offset);
    }

    /** Number of bytes by which the file has grown since the last call; each byte counts once. */
    long grown() {
        long before = counted;
        counted = Math.max(before, samples.size());
        return counted - before;
    }

    /** When the file was last seen to grow, 0 if never. */
    long grewMs() {
        return samples.grewMs();
    }

    /** See {@link AgeSampler#lastLookMs}. */
    long lastLookMs() {
        return samples.lastLookMs();
    }

    /** See {@link AgeSampler#liveGrowthMs}. */
    long liveGrowthMs() {
        return samples.liveGrowthMs();
    }

    /** Whether bytes before {@code end} were written while this process was running. */
    boolean isLive(long end) {
        return end > samples.foundBytes();
    }

    /** Whether the byte at {@code offset} was written while the file was not sampled. */
    boolean unwatched(long offset) {
        return samples.unwatched(offset);
    }

    /** Age of the oldest byte from {@code offset} on, for the time in which it was watched; 0 if there is none. */
    long ageMs(long offset, long nowMs) {
        return samples.ageMs(offset, nowMs);
    }

    /**
     * Age of the byte at {@code offset}.
     *
     * @param lineStart beginning of the line whose time is used for an unwatched byte
     */
    long ageMs(FileChannel channel, long lineStart, long offset, Newest newest, long nowMs) throws IOException {
        long watched = samples.ageMs(offset, nowMs);
        long newestMs = samples.unwatched(offset) ? newest.writtenMs() : LineTime.UNKNOWN;
        if (newestMs == LineTime.UNKNOWN) {
            return watched;
        }
        long most = samples.unwatchedMaxAgeMs(nowMs);
        long writtenMs = LineSearch.firstTime(channel, lineStart, samples.unwatchedTo());
        // If none of these lines has a time, the upper bound of the age counts.
        long ageMs = writtenMs == LineTime.UNKNOWN ? most : newestMs - writtenMs + nowMs - newest.seenMs();
        return Math.max(watched, Math.min(ageMs, most));
    }

    /**
     * Beginning of the first line that is at most {@code maxAgeMs} older than the newest data; the end of the last complete
     * line if there is no such line. Never after the beginning of the last complete line if the newest data is in this file.
     */
    long freshFrom(FileChannel channel, long offset, long size, long maxAgeMs, Newest newest, boolean inThis)
            throws IOException {
        long from = Math.max(offset, samples.youngerThan(maxAgeMs, newest.seenMs()));
        if (samples.unwatched(from)) {
            long newestMs = newest.writtenMs();
            if (newestMs != LineTime.UNKNOWN) {
                from = LineSearch.firstSince(channel, from, Math.min(size, samples.unwatchedTo()), newestMs - maxAgeMs);
            }
        }
        long line = LineSearch.lineFrom(channel, from, Math.min(size, from + LineSearch.LONGEST_LINE));
        long fresh = line < 0 ? LineSearch.afterLastLine(channel, size) : line;
        return inThis ? Math.min(fresh, LineSearch.lastWholeLine(channel, size)) : fresh;
    }
}
