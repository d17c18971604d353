package io.orderwire.simulator;

import io.orderwire.contract.position.Source;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What a simulator writes, where, how fast and for how long.
 *
 * @param out the node's data folder; the folder of the shape is created below it
 * @param shape how lines look
 * @param load how fast and for how long it writes
 * @param seed the same seed with the same clock gives the same bytes
 * @param users how many users there are, up to {@value #MAX_USERS}; memory grows by about 60 bytes a user
 * @param clock the wall clock: it gives {@code local_time} and the hour
 * @param hours how long hour files span, and which are kept
 * @param mixedFractions whether blocks take turns with times of 0, 3, 6 and 9 fraction digits, instead of the node's 9
 */
public record SimulatorOptions(
        Path out, Source shape, Load load, long seed, int users, Clock clock, Hours hours, boolean mixedFractions) {
    /** Bound on {@code users}, and so on memory. */
    public static final int MAX_USERS = 1_000_000;

    /** An hour of the clock, the span of a file unless set otherwise. */
    public static final long HOUR_MILLIS = 3_600_000;

    /** Checks the ranges. */
    public SimulatorOptions {
        require(users >= 1 && users <= MAX_USERS, "users must be 1 to " + MAX_USERS + ", found " + users);
    }

    /**
     * How fast and for how long events are written.
     *
     * @param linesPerSecond events a second, {@link Double#POSITIVE_INFINITY} for as many as processor and disk take
     * @param seconds how long {@link Simulator#run()} writes; 0 until stopped
     */
    public record Load(double linesPerSecond, long seconds) {
        /** Checks the ranges. */
        public Load {
            require(linesPerSecond > 0, "linesPerSecond must be above 0, found " + linesPerSecond);
            require(seconds >= 0, "seconds must not be negative, found " + seconds);
        }
    }

    /**
     * The hour files.
     *
     * @param millis how many milliseconds of the clock a file spans; less than {@link #HOUR_MILLIS} makes hours turn faster
     * @param keep files to keep besides the current one, older ones in the shape's folder are deleted when the hour
     *     turns, whoever wrote them; 0 keeps all
     */
    public record Hours(long millis, int keep) {
        /** Checks the ranges. */
        public Hours {
            require(millis >= 1, "hourMillis must be at least 1, found " + millis);
            require(keep >= 0, "keepHours must not be negative, found " + keep);
        }
    }

    /** Starts with streaming at 1,000 lines a second until stopped, 10,000 users, seed 1, all files kept. */
    public static Builder builder(Path out) {
        return new Builder(out);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Sets options one by one. */
    public static final class Builder {
        private final Path out;
        private Source shape = Source.STREAMING;
        private double linesPerSecond = 1_000;
        private long seconds;
        private long seed = 1;
        private int users = 10_000;
        private Clock clock = Clock.systemUTC();
        private long hourMillis = HOUR_MILLIS;
        private int keepHours;
        private boolean mixedFractions;

        private Builder(Path out) {
            this.out = out;
        }

        /** How lines look. */
        public Builder shape(Source value) {
            shape = value;
            return this;
        }

        /** Events a second, {@link Double#POSITIVE_INFINITY} for as many as processor and disk take. */
        public Builder linesPerSecond(double value) {
            linesPerSecond = value;
            return this;
        }

        /** How long to write, 0 until stopped. */
        public Builder seconds(long value) {
            seconds = value;
            return this;
        }

        /** The seed of all random choices. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** How many users there are. */
        public Builder users(int value) {
            users = value;
            return this;
        }

        /** The wall clock. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /** Milliseconds of the clock that an hour file spans. */
        public Builder hourMillis(long value) {
            hourMillis = value;
            return this;
        }

        /** Hour files to keep besides the current one, 0 for all. */
        public Builder keepHours(int value) {
            keepHours = value;
            return this;
        }

        /** Whether times have 0, 3, 6 and 9 fraction digits in turn. */
        public Builder mixedFractions(boolean value) {
            mixedFractions = value;
            return this;
        }

        /**
         * The options.
         *
         * @throws IllegalArgumentException if one is out of its range
         */
        public SimulatorOptions build() {
            return new SimulatorOptions(
                    out,
                    shape,
                    new Load(linesPerSecond, seconds),
                    seed,
                    users,
                    clock,
                    new Hours(hourMillis, keepHours),
                    mixedFractions);
        }
    }
}
