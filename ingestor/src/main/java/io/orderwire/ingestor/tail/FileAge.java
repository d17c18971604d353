package io.orderwire.ingestor.tail;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * How old a file's bytes are, and where its fresh ones begin. Bytes that were watched are as old as monotonic time says
 * since they were seen. Bytes that came while nobody looked are older than the newest data by what their lines say: both
 * times are of the node's clock, and no other has a part in it.
 */
final class FileAge {
    private final AgeSampler samples;

    /** Of a file last looked at, or known not to be there, at {@code lastLookMs}. */
    FileAge(long lastLookMs) {
        this.samples = new AgeSampler(lastLookMs);
    }

    void sample(long size, long nowMs) {
        samples.sample(size, nowMs);
    }

    void forget(long offset) {
        samples.forget(offset);
    }

    /** When the file was seen to grow last. */
    long grewMs() {
        return samples.grewMs();
    }

    /** Whether the byte at {@code offset} came while nobody looked. */
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
     * @param lineStart where the line begins that tells the time of an unwatched one
     */
    long ageMs(FileChannel channel, long lineStart, long offset, Newest newest, long nowMs) throws IOException {
        long watched = samples.ageMs(offset, nowMs);
        long newestMs = samples.unwatched(offset) ? newest.writtenMs() : LineTime.UNKNOWN;
        if (newestMs == LineTime.UNKNOWN) {
            return watched;
        }
        long most = samples.unwatchedMaxAgeMs(nowMs);
        long writtenMs = Lines.firstTime(channel, lineStart, samples.unwatchedTo());
        // Where line after line tells no time, they are older than one that does.
        long ageMs = writtenMs == LineTime.UNKNOWN ? most : newestMs - writtenMs + nowMs - newest.seenMs();
        return Math.max(watched, Math.min(ageMs, most));
    }

    /**
     * The beginning of the first line that is no more than {@code maxAgeMs} older than the newest data, or the end of the
     * last whole line when none is. Where the newest data is in this file, its last line is left.
     */
    long freshFrom(FileChannel channel, long offset, long size, long maxAgeMs, Newest newest, boolean inThis)
            throws IOException {
        long from = Math.max(offset, samples.youngerThan(maxAgeMs, newest.seenMs()));
        if (samples.unwatched(from)) {
            long newestMs = newest.writtenMs();
            if (newestMs != LineTime.UNKNOWN) {
                from = Lines.firstSince(channel, from, Math.min(size, samples.unwatchedTo()), newestMs - maxAgeMs);
            }
        }
        long line = Lines.lineFrom(channel, from, Math.min(size, from + Lines.LONGEST_LINE));
        long fresh = line < 0 ? Lines.afterLastLine(channel, size) : line;
        return inThis ? Math.min(fresh, Lines.lastWholeLine(channel, size)) : fresh;
    }
}
