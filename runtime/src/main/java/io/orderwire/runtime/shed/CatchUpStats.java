package io.orderwire.runtime.shed;

import org.jspecify.annotations.Nullable;

/**
 * What a stage does about its lag, as its stats show it.
 *
 * @param mode whether it reads on or sheds
 * @param msLeft about how long until it is caught up, milliseconds, 0 when it is; null if that is not known, or it does not
 *     catch up at all
 */
public record CatchUpStats(StageMode mode, @Nullable Long msLeft) {
    private static final double MS_A_SECOND = 1e3;

    /** Of a stage that does not estimate how long catching up takes. */
    public static CatchUpStats withoutEstimate(boolean shedding) {
        return new CatchUpStats(shedding ? StageMode.SHEDDING : StageMode.LIVE, null);
    }

    /**
     * Of a stage with an estimate.
     *
     * @param secondsLeft {@link Double#POSITIVE_INFINITY} if it does not catch up
     */
    public static CatchUpStats of(StageMode mode, double secondsLeft) {
        // Rounded up, so that it is 0 only when nothing is left. Far estimates are none, and must not overflow.
        double ms = Math.ceil(secondsLeft * MS_A_SECOND);
        return new CatchUpStats(mode, ms >= 0 && ms <= Integer.MAX_VALUE ? Long.valueOf((long) ms) : null);
    }

    /**
     * A copy of a stage that keeps its own account of losses. What it decided to shed may have been the newest data there was:
     * it is read then, however old it is.
     *
     * @param sheds whether data was shed lately
     */
    public CatchUpStats after(boolean sheds) {
        if (sheds) {
            return mode == StageMode.LIVE ? new CatchUpStats(StageMode.SHEDDING, msLeft) : this;
        }
        if (mode != StageMode.SHEDDING) {
            return this;
        }
        boolean behind = msLeft == null || msLeft > 0;
        return new CatchUpStats(behind ? StageMode.CATCHING_UP : StageMode.LIVE, msLeft);
    }

    /** Of a stage whose parts, such as threads, catch up side by side: the worse mode and the longer time. */
    public CatchUpStats and(CatchUpStats other) {
        Long longer = msLeft == null || other.msLeft == null ? null : Long.valueOf(Math.max(msLeft, other.msLeft));
        return new CatchUpStats(mode.compareTo(other.mode) >= 0 ? mode : other.mode, longer);
    }
}
