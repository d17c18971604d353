package io.orderwire.ingestor.tail;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * How old a file's bytes are, and where its fresh ones begin. Bytes that came while nobody looked tell their age by their
 * own line, or else by the file.
 */
final class FileAge {
    private final Path path;
    private final AgeSampler samples;

    /** Of a file last looked at, or known not to be there, at {@code lastLookMs}. */
    FileAge(Path path, long lastLookMs) {
        this.path = path;
        this.samples = new AgeSampler(lastLookMs);
    }

    void sample(long size, long nowMs) {
        samples.sample(size, nowMs);
    }

    void forget(long offset) {
        samples.forget(offset);
    }

    /** Age of the oldest byte from {@code offset} on, as far as it was watched; 0 when there is none. */
    long ageMs(long offset, long nowMs) {
        return samples.ageMs(offset, nowMs);
    }

    /**
     * Age of the byte at {@code offset}.
     *
     * @param lineStart where the line begins that tells the age of an unwatched one
     */
    long ageMs(FileChannel channel, long lineStart, long offset, long nowMs) throws IOException {
        long watched = samples.ageMs(offset, nowMs);
        if (!samples.unwatched(offset)) {
            return watched;
        }
        long toldMs = Lines.timeAt(channel, lineStart);
        long writtenMs = toldMs == LineTime.UNKNOWN ? writtenMs(nowMs) : toldMs;
        return Math.max(watched, Math.min(nowMs - writtenMs, samples.unwatchedMaxAgeMs(nowMs)));
    }

    private long writtenMs(long nowMs) throws IOException {
        try {
            return Files.getLastModifiedTime(path).toMillis();
        } catch (NoSuchFileException expected) {
            // removed while open: what is known is when it was seen
            return nowMs;
        }
    }

    /**
     * The beginning of the first line that is no older than {@code maxAgeMs}, or the end of the last whole line when
     * none is.
     */
    long freshFrom(FileChannel channel, long offset, long size, long maxAgeMs, long nowMs) throws IOException {
        long from = Math.max(offset, samples.youngerThan(maxAgeMs, nowMs));
        if (samples.unwatched(from)) {
            from = Lines.firstSince(channel, from, Math.min(size, samples.unwatchedTo()), nowMs - maxAgeMs);
        }
        long line = Lines.lineFrom(channel, from, Math.min(size, from + Lines.LONGEST_LINE));
        return line < 0 ? Lines.afterLastLine(channel, size) : line;
    }
}
