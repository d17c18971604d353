package io.orderwire.ingestor;

import java.util.function.LongSupplier;

/** Limits how fast shed bytes are read to count their events: slowly while new data waits to be read. Thread-safe. */
final class CountingPace implements LongSupplier {
    static final long BUSY_BYTES_PER_SECOND = 4L << 20;
    static final long IDLE_BYTES_PER_SECOND = 128L << 20;
    private static final long BUSY_FROM_BYTES = 1 << 20;

    private volatile LongSupplier lagBytes = () -> 0;

    /** Sets the source of the number of bytes that wait to be read. */
    void lag(LongSupplier newLagBytes) {
        lagBytes = newLagBytes;
    }

    @Override
    public long getAsLong() {
        return lagBytes.getAsLong() > BUSY_FROM_BYTES ? BUSY_BYTES_PER_SECOND : IDLE_BYTES_PER_SECOND;
    }
}
