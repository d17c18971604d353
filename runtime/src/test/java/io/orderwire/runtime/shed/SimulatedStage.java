package io.orderwire.runtime.shed;

import java.util.Arrays;

/**
 * A stage with a virtual clock that reads lines in the order in which they arrive, at most as fast as it can, and sheds those
 * older than half of the limit of age when its rule says so.
 */
final class SimulatedStage {
    static final long MAX_AGE_MS = 500;
    static final int STEP_MS = 10;

    /** Decides whether data is shed. */
    interface Rule {
        /** Reports that {@code total} lines have arrived until now. */
        default void arrived(long total, long nowNanos) {}

        /** Reports that {@code lines} lines were read in {@code busyNanos}. */
        default void done(long lines, long busyNanos) {}

        boolean sheds(long lag, long ageMs, long nowNanos);

        /** Sheds all that is older than the limit. */
        static Rule byAgeAlone() {
            return (lag, ageMs, nowNanos) -> ageMs > MAX_AGE_MS;
        }

        static Rule of(CatchUp catchUp) {
            return new Rule() {
                @Override
                public void arrived(long total, long nowNanos) {
                    catchUp.arrived(total, nowNanos);
                }

                @Override
                public void done(long lines, long busyNanos) {
                    catchUp.done(lines, busyNanos);
                }

                @Override
                public boolean sheds(long lag, long ageMs, long nowNanos) {
                    return catchUp.decide(lag, ageMs, nowNanos) == CatchUp.Decision.SHED;
                }
            };
        }
    }

    /**
     * The outcome of a simulation.
     *
     * @param lost lines that were shed
     * @param longestLateMs longest time in which the next line was always too old, without the pauses of the stage
     * @param lateMs sum of all such times
     * @param agesMs age of the next line after each step
     * @param losses lines lost until each step
     */
    @SuppressWarnings("ArrayRecordComponent") // only read
    record Outcome(double lost, long longestLateMs, long lateMs, double[] agesMs, double[] losses) {}

    private final SimulatedLoad load;
    private final Rule rule;
    /** Lines that have arrived until the end of each step. */
    private final double[] arrived;

    private double read;
    private double lost;
    private long lateMs;
    private long longestLateMs;
    private long totalLateMs;

    private SimulatedStage(SimulatedLoad load, Rule rule) {
        this.load = load;
        this.rule = rule;
        this.arrived = new double[(int) (load.seconds() * 1_000 / STEP_MS)];
    }

    static Outcome run(SimulatedLoad load, Rule rule) {
        return new SimulatedStage(load, rule).run();
    }

    private Outcome run() {
        double[] ages = new double[arrived.length];
        double[] losses = new double[arrived.length];
        int busySince = -1;
        for (int step = 0; step < arrived.length; step++) {
            double second = step * STEP_MS / 1e3;
            arrived[step] = (step == 0 ? 0 : arrived[step - 1]) + load.rate().applyAsDouble(second) * STEP_MS / 1e3;
            if (load.isPaused(second)) {
                // The stage stops during work, so that the work seems to include the pause.
                busySince = busySince < 0 ? step : busySince;
                lateMs = 0;
            } else {
                long pausedNanos = busySince < 0 ? 0 : nanos(step - busySince);
                busySince = -1;
                work(step, load.capacity().applyAsDouble(second), pausedNanos);
            }
            ages[step] = ageMs(step);
            losses[step] = lost;
        }
        return new Outcome(lost, longestLateMs, totalLateMs, ages, losses);
    }

    private void work(int step, double capacity, long pausedNanos) {
        long now = nanos(step + 1);
        rule.arrived((long) arrived[step], now);
        if (rule.sheds((long) (arrived[step] - read), ageMs(step), now)) {
            double to = arrived[Math.max(0, step - (int) (MAX_AGE_MS / 2 / STEP_MS))];
            if (to > read) {
                lost += to - read;
                read = to;
            }
        }
        lateMs = ageMs(step) > MAX_AGE_MS ? lateMs + STEP_MS : 0;
        totalLateMs += lateMs > 0 ? STEP_MS : 0;
        longestLateMs = Math.max(longestLateMs, lateMs);
        double most = capacity * STEP_MS / 1e3;
        double lines = Math.min(arrived[step] - read, most);
        read += lines;
        if (lines > 0) {
            rule.done(Math.round(lines), pausedNanos + (long) (nanos(1) * lines / most));
        }
    }

    /** Age at the end of the step of the first line that was neither read nor shed. */
    private long ageMs(int step) {
        int found = Arrays.binarySearch(arrived, 0, step + 1, read + 1e-6);
        int first = found >= 0 ? found : -found - 1;
        return first > step ? 0 : (long) (step - first) * STEP_MS;
    }

    private static long nanos(long steps) {
        return steps * (STEP_MS * 1_000_000L);
    }
}
