package io.orderwire.gateway.stats;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Measures for how long the pipeline and each of its stages have been in their present state. States from before this
 * gateway began are not known: the state that it found lasts since then. Thread-safe.
 */
final class Durations {
    /**
     * For how long the pipeline has been in its state, and each stage in its mode or without one, milliseconds; null until that
     * is measured.
     */
    record Lasting(
            @Nullable Long state,
            @Nullable Long ingestor,
            @Nullable Long parser,
            @Nullable Long gateway) {
        static final Lasting UNKNOWN = new Lasting(null, null, null, null);
    }

    private static final class Since {
        private boolean begun;
        private @Nullable Object value;
        private long ms;

        long at(@Nullable Object present, long nowMs) {
            if (!begun || !Objects.equals(value, present)) {
                begun = true;
                value = present;
                ms = nowMs;
            }
            return Math.max(0, nowMs - ms);
        }
    }

    @GuardedBy("this")
    private final Since state = new Since();

    @GuardedBy("this")
    private final Since ingestor = new Since();

    @GuardedBy("this")
    private final Since parser = new Since();

    @GuardedBy("this")
    private final Since gateway = new Since();

    /** Takes the present state and modes at that time of a monotonic clock; to be called about once a second. */
    synchronized Lasting of(PipelineStats stats, long nowMs) {
        PipelineStats.Modes mode = stats.mode();
        return new Lasting(
                state.at(stats.condition().state(), nowMs),
                ingestor.at(mode.ingestor(), nowMs),
                parser.at(mode.parser(), nowMs),
                gateway.at(mode.gateway(), nowMs));
    }
}
