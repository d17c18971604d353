package io.orderwire.ingestor.shed;

import io.orderwire.runtime.agent.OwnerCheck;
import io.orderwire.runtime.shed.CatchUp;
import io.orderwire.runtime.shed.ShedLimits;
import io.orderwire.runtime.shed.StageMode;
import io.orderwire.runtime.stats.StatsNames;
import java.util.concurrent.TimeUnit;

/**
 * Decides whether bytes older than the limit of age are read or shed, by a {@link CatchUp} that counts bytes. It starts with
 * the throughput in the checkpoint from which the process resumes. Only {@link #mode} and {@link #secondsLeft} may be called on
 * any thread.
 */
public final class ByteAgeLimit {
    /**
     * Bytes per second: half of the rate at which an ingestor reads and commits in its first 200 ms, in a JVM that has just
     * started.
     */
    static final long CAUTIOUS_THROUGHPUT = 32L << 20;

    private final ShedLimits limits;
    private final CycleTime cycleTime = new CycleTime();
    private volatile CatchUp catchUp;
    private final OwnerCheck owner = new OwnerCheck("the age limit of the ingestor");
    private boolean restored;

    private ByteAgeLimit(ShedLimits limits) {
        this.limits = limits;
        this.catchUp = new CatchUp(limits, 0);
    }

    /** Sheds bytes older than {@code maxAgeMs} if catching up takes longer than {@code catchUpMaxMs}. */
    public static ByteAgeLimit latest(long maxAgeMs, long catchUpMaxMs) {
        return new ByteAgeLimit(new ShedLimits(StatsNames.INGESTOR, maxAgeMs, catchUpMaxMs, true, CAUTIOUS_THROUGHPUT));
    }

    /** Never sheds, and only shows how the ingestor catches up. */
    public static ByteAgeLimit complete(long maxAgeMs, long catchUpMaxMs) {
        return new ByteAgeLimit(
                new ShedLimits(StatsNames.INGESTOR, maxAgeMs, catchUpMaxMs, false, CAUTIOUS_THROUGHPUT));
    }

    /**
     * Adopts the throughput in a checkpoint, 0 if unknown. A running process ignores it, because its own measurement is better.
     */
    void restore(long throughput) {
        owner.check();
        if (!restored) {
            restored = true;
            catchUp = new CatchUp(limits, throughput);
        }
    }

    /**
     * Updates the throughput after a cycle was committed.
     *
     * @param full whether it held as many bytes as a cycle may hold
     * @param readNanos how long reading took
     * @param commitNanos how long the commit took
     */
    public void committed(long bytes, boolean full, long readNanos, long commitNanos) {
        owner.check();
        catchUp.done(bytes, cycleTime.nanos(full, readNanos, commitNanos));
    }

    /**
     * Whether to shed; called before each piece of work.
     *
     * @param arrived bytes that have arrived so far, since any fixed point
     * @param lag bytes to read
     * @param ageMs age of the oldest of them
     */
    public boolean sheds(long arrived, long lag, long ageMs, long nowMs) {
        owner.check();
        long nowNanos = TimeUnit.MILLISECONDS.toNanos(nowMs);
        catchUp.arrived(arrived, nowNanos);
        return catchUp.decide(lag, ageMs, nowNanos) == CatchUp.Decision.SHED;
    }

    /** All has been read. */
    public void nothingToRead(long nowMs) {
        owner.check();
        catchUp.decide(0, 0, TimeUnit.MILLISECONDS.toNanos(nowMs));
    }

    /** Throughput in bytes per second, for the checkpoint. */
    public long throughput() {
        owner.check();
        return catchUp.throughput();
    }

    /** See {@link CatchUp#mode}; from any thread. */
    public StageMode mode() {
        return catchUp.mode();
    }

    /** See {@link CatchUp#secondsLeft}; from any thread. */
    public double secondsLeft() {
        return catchUp.secondsLeft();
    }

    /** Age above which bytes are shed if the ingestor cannot catch up, milliseconds. */
    long maxAgeMs() {
        return limits.maxAgeMs();
    }

    /** Whether anything is ever shed. */
    boolean canShed() {
        return limits.sheds();
    }
}
