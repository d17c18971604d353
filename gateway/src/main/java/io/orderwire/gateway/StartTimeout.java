package io.orderwire.gateway;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Limits the start: the gateway must have read the stats and polled for orders within {@code startup.timeout.ms} of the
 * construction of this object.
 */
final class StartTimeout {
    private final long timeoutMs;
    private final long deadlineNanos;

    StartTimeout(Settings settings) {
        timeoutMs = settings.get(PipelineOptions.STARTUP_TIMEOUT_MS);
        deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }

    /** The remaining milliseconds, negative after the deadline. */
    long leftMs() {
        return TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    }

    /**
     * Fails the start if a part was not ready in time.
     *
     * @param fault the beginning of the message, such as {@code the orders could not be read}
     * @param reasons known reasons, may be empty; the message contains the first one
     * @throws ProcessExit {@link ExitCode#KAFKA} if {@code inTime} is false
     */
    void require(boolean inTime, String fault, List<String> reasons) {
        if (!inTime) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    fault + " within " + timeoutMs + " ms" + (reasons.isEmpty() ? "" : ": " + reasons.get(0)));
        }
    }
}
