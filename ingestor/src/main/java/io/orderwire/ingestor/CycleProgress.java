package io.orderwire.ingestor;

import io.orderwire.runtime.process.StallWatchdog;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The progress of the cycles as seen by the watchdog. Only a commit or a round without work counts as progress, not every
 * round. Thread-safe.
 */
final class CycleProgress implements StallWatchdog.Stage {
    private final LongSupplier learnedBytes;
    private final AtomicLong made = new AtomicLong();
    private volatile boolean working;

    /** Before its first commit, a start may read gigabytes again; {@code learnedBytes} is the number of bytes read so far. */
    CycleProgress(LongSupplier learnedBytes) {
        this.learnedBytes = learnedBytes;
    }

    void working(boolean now) {
        working = now;
    }

    /** Reports progress: a cycle was committed, a failure was handled, or there was nothing to do. */
    void made() {
        made.incrementAndGet();
    }

    @Override
    public boolean hasWork() {
        return working;
    }

    @Override
    public long progress() {
        return made.get() + learnedBytes.getAsLong();
    }
}
