package io.orderwire.ingestor;

import io.orderwire.runtime.process.StallWatchdog;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What the watchdog sees of the cycles: a round is not progress by itself, only a commit is, or a round without work.
 * Thread-safe.
 */
final class CycleProgress implements StallWatchdog.Stage {
    private final LongSupplier learnedBytes;
    private final AtomicLong made = new AtomicLong();
    private volatile boolean working;

    /** A start may read gigabytes again before its first commit: {@code learnedBytes} of them so far. */
    CycleProgress(LongSupplier learnedBytes) {
        this.learnedBytes = learnedBytes;
    }

    void working(boolean now) {
        working = now;
    }

    /** A cycle was committed, a failure was handled, or there was nothing to do. */
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
