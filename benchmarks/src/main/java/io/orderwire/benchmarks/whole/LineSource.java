package io.orderwire.benchmarks.whole;

import java.io.IOException;

/** Writes lines to the node's hour files, which it bounds by deleting the finished ones. */
public interface LineSource extends AutoCloseable {
    /** An hour file that has become as long as this is finished, bytes. */
    long FILE_BYTES = 512L << 20;

    /** Finished hour files that are kept. */
    int KEPT_FILES = 2;

    /**
     * Writes a block whose lines have the {@code local_time} of that moment, or up to half a microsecond later for each line
     * before them.
     */
    void write(int lines, long epochMs) throws IOException;

    /** Bytes written so far. */
    long bytes();

    @Override
    void close() throws IOException;
}
