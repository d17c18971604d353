package io.orderwire.gateway.source;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.runtime.shed.CatchUp;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.stats.AgeWindow;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The state of the reading thread, for other threads. */
public final class ReaderState {
    private final AgeWindow ages = new AgeWindow();
    private volatile long ageMs;
    private volatile boolean shedding;
    private volatile @Nullable CatchUp catchUp;
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile @Nullable String trouble = "not reading yet";

    void reading(long oldestAgeMs) {
        begun.countDown();
        trouble = null;
        ageMs = oldestAgeMs;
    }

    void trouble(String what) {
        trouble = what;
    }

    void shedding(boolean active) {
        shedding = active;
    }

    void follow(CatchUp current) {
        catchUp = current;
    }

    /** How the reading thread handles its lag. */
    public CatchUpStats catchUp() {
        CatchUp current = catchUp;
        if (current == null) {
            return CatchUpStats.withoutEstimate(shedding);
        }
        return CatchUpStats.of(current.mode(), current.secondsLeft()).after(shedding);
    }

    /** Age of the oldest record of the last poll when it was handled, 0 when there was none, negative if not known. */
    public long ageMs() {
        return ageMs;
    }

    /**
     * The same for each recent poll, without records that were read because of a start position, and without polls of only
     * such records.
     */
    public AgeWindow ages() {
        return ages;
    }

    /** Waits until a first poll has succeeded; returns false after the timeout. */
    public boolean awaitBegun(long timeoutMs) throws InterruptedException {
        return begun.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /** The reasons why records cannot be read, empty if they can. */
    public List<Reason> reasons() {
        String what = trouble;
        return what == null ? List.of() : List.of(ReasonCode.ORDERS_UNREAD.because(what));
    }
}
