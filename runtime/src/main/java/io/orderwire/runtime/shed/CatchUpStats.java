package io.orderwire.runtime.shed;

import org.jspecify.annotations.Nullable;

/**
 * How a stage deals with its lag, as shown in its stats.
 *
 * @param mode whether it keeps reading or sheds
 * @param msLeft estimated time until it has caught up, milliseconds; 0 if it has; null if unknown, or if it does not catch up
 */
public record CatchUpStats(StageMode mode, @Nullable Long msLeft) {
    private static final double MS_A_SECOND = 1e3;

    /** Stats of a stage that does not estimate how long catching up takes. */
    public static CatchUpStats withoutEstimate(boolean shedding) {
        return new CatchUpStats(shedding ? StageMode.SHEDDING : StageMode.LIVE, null);
    }

    /**
     * Stats of a stage with an estimate.
     *
     * @param secondsLeft {@link Double#POSITIVE_INFINITY} if it does not catch up
     */
    public static CatchUpStats of(StageMode mode, double secondsLeft) {
        // Rounded up, so that it is 0 only if nothing is left to read. An estimate above the range of an int counts as
        // unknown.
        double ms = Math.ceil(secondsLeft * MS_A_SECOND);
        return new CatchUpStats(mode, ms >= 0 && ms <= Integer.MAX_VALUE ? Long.valueOf((long) ms) : null);
    }

    /**
     * A copy for a stage that knows itself whether data was shed: the data that {@link CatchUp} decided to shed may have been
     * the newest data, which is read regardless of its age.
     *
     * @param sheds whether data was shed recently
     */
    public CatchUpStats after(boolean sheds) {
        if (sheds) {
            return mode == StageMode.LIVE ? new CatchUpStats(StageMode.SHEDDING, msLeft) : this;
        }
        if (mode != StageMode.SHEDDING) {
            return this;
        }
        boolean lags = msLeft == null || msLeft > 0;
        return new CatchUpStats(lags ? StageMode.CATCHING_UP : StageMode.LIVE, msLeft);
    }

    /** Stats of a stage whose parts, such as threads, catch up in parallel: the worse mode and the longer time. */
    public CatchUpStats and(CatchUpStats other) {
        Long longer = msLeft == null || other.msLeft == null ? null : Long.valueOf(Math.max(msLeft, other.msLeft));
        return new CatchUpStats(mode.compareTo(other.mode) >= 0 ? mode : other.mode, longer);
    }
}
