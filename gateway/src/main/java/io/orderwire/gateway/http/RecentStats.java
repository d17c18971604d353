package io.orderwire.gateway.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Computes figures at most once in a given time, however often they are requested. Thread-safe. */
final class RecentStats implements Supplier<byte[]> {
    static final long VALID_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Supplier<byte[]> stats;
    private final long validNanos;
    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private byte @Nullable [] made;

    @GuardedBy("this")
    private long madeNanos;

    /** Five times a second. */
    RecentStats(Supplier<byte[]> stats, LongSupplier nanoTime) {
        this(stats, VALID_NANOS, nanoTime);
    }

    RecentStats(Supplier<byte[]> stats, long validNanos, LongSupplier nanoTime) {
        this.stats = stats;
        this.validNanos = validNanos;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized byte[] get() {
        long now = nanoTime.getAsLong();
        byte[] valid = made;
        if (valid == null || now - madeNanos >= validNanos) {
            valid = stats.get();
            made = valid;
            madeNanos = now;
        }
        return valid;
    }
}
