package io.orderwire.ingestor;

import java.util.function.LongSupplier;

/** How fast what was jumped over may be counted: slowly while there is fresh data to read. Asked from any thread. */
final class CountingPace implements LongSupplier {
    static final long BUSY_BYTES_PER_SECOND = 4L << 20;
    static final long IDLE_BYTES_PER_SECOND = 128L << 20;
    private static final long BUSY_FROM_BYTES = 1 << 20;

    private volatile LongSupplier behindBytes = () -> 0;

    /** Tells how many bytes wait to be read. */
    void behind(LongSupplier newBehindBytes) {
        behindBytes = newBehindBytes;
    }

    @Override
    public long getAsLong() {
        return behindBytes.getAsLong() > BUSY_FROM_BYTES ? BUSY_BYTES_PER_SECOND : IDLE_BYTES_PER_SECOND;
    }
}
