package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * The age of a file's bytes, and where its fresh bytes begin. The age of watched bytes is the monotonic time since they were
 * seen. Bytes that were written while the file was not sampled are dated by comparing the time in their line with that of
 * the newest data: both times are of the node's clock, and no other clock is used.
 */
final class FileAge {
    /** The newest data, by which bytes are dated that were written while their file was not sampled. */
    interface Newest {
        /** When the data was seen, by the steady clock. */
        long seenMs() throws IOException;

        /** When its last line was written, by the node's clock; {@link LineTime#UNKNOWN} if no line has a time. */
        long writtenMs() throws IOException;

        /** Whether the newest data is in {@code file}: shedding there must leave its last line. */
        boolean isIn(HourFile file) throws IOException;
    }

    private final AgeSampler samples;
    private long counted;

    /** The age of a file that was read to {@code counted}, and last checked, or known not to exist, at {@code lastLookMs}. */
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

    /** Bytes by which the file was seen to grow since the last call; each byte counts once. */
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

    /** Age of the oldest byte from {@code offset} on, as far as it was watched; 0 when there is none. */
    long ageMs(long offset, long nowMs) {
        return samples.ageMs(offset, nowMs);
    }

    /**
     * Age of the byte at {@code offset}.
     *
     * @param lineStart where the line begins whose time dates an unwatched byte
     */
    long ageMs(FileChannel channel, long lineStart, long offset, Newest newest, long nowMs) throws IOException {
        long watched = samples.ageMs(offset, nowMs);
        long newestMs = samples.unwatched(offset) ? newest.writtenMs() : LineTime.UNKNOWN;
        if (newestMs == LineTime.UNKNOWN) {
            return watched;
        }
        long most = samples.unwatchedMaxAgeMs(nowMs);
        long writtenMs = LineSearch.firstTime(channel, lineStart, samples.unwatchedTo());
        // If none of these lines has a time, the bytes count as being as old as they can be.
        long ageMs = writtenMs == LineTime.UNKNOWN ? most : newestMs - writtenMs + nowMs - newest.seenMs();
        return Math.max(watched, Math.min(ageMs, most));
    }

    /**
     * Where the first line begins that is at most {@code maxAgeMs} older than the newest data, or where the last complete
     * line ends if there is none; never after the beginning of the last complete line if the newest data is in this file.
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
