package io.orderwire.ingestor.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * Reads an open file once from an offset on, to compare checksums of its bytes with known ones. A comparison reads at most 64
 * MiB; the next one continues. Not thread-safe.
 */
final class ComparedBytes {
    private static final long MOST_READ = 64L << 20;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final CRC32C sum = new CRC32C();
    private final long begin;
    private long at;
    private long most;

    /** Compares the bytes from {@code begin} on. */
    ComparedBytes(long begin) {
        this.begin = begin;
        this.at = begin;
    }

    /** Starts again at {@code begin}. */
    void restart() {
        moveTo(begin);
    }

    /** Starts the next checksum at {@code offset}. */
    void moveTo(long offset) {
        at = offset;
        sum.reset();
    }

    /** Begins another comparison, which may again read up to the limit; returns its buffer. */
    ByteBuffer resume() {
        most = at + MOST_READ;
        return ByteBuffer.allocate(BUFFER_BYTES);
    }

    /** The end of the bytes that were compared. */
    long at() {
        return at;
    }

    /** Reads up to {@code end}; false if the file ends before that, or if this comparison has reached its limit. */
    boolean readTo(FileChannel open, ByteBuffer bytes, long end) throws IOException {
        while (at < end && at < most) {
            bytes.clear().limit((int) Math.min(BUFFER_BYTES, end - at));
            int read = open.read(bytes, at);
            if (read <= 0) {
                return false;
            }
            sum.update(bytes.flip());
            at += read;
        }
        return at == end;
    }

    /** Checksum of the bytes since the last move. */
    int sum() {
        return (int) sum.getValue();
    }
}
