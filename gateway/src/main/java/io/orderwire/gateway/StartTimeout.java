package io.orderwire.gateway;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Bounds a start: Kafka has to serve all parts of the gateway within {@code startup.timeout.ms} from now. */
final class StartTimeout {
    private final long timeoutMs;
    private final long deadlineNanos;

    StartTimeout(Settings settings) {
        timeoutMs = settings.get(PipelineOptions.STARTUP_TIMEOUT_MS);
        deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }

    /** Milliseconds that are left, negative after the deadline. */
    long leftMs() {
        return TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    }

    /**
     * Ends the start if a part was not in time.
     *
     * @param fault what could not be done
     * @param reasons why, as far as known; the first one is shown
     * @throws ProcessExit {@link ExitCode#KAFKA}
     */
    void require(boolean inTime, String fault, List<String> reasons) {
        if (!inTime) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    fault + " within " + timeoutMs + " ms" + (reasons.isEmpty() ? "" : ": " + reasons.get(0)));
        }
    }
}
