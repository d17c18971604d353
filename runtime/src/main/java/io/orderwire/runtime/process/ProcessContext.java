package io.orderwire.runtime.process;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.config.Settings;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The configuration and the services that a process needs to run.
 *
 * @param settings effective configuration of the process
 * @param meters registry for the meters of the process
 * @param health receives the health checks of the process
 * @param watchdog watches the progress of the stages of the process
 * @param clock wall clock, epoch milliseconds, for times that are shown or stored
 * @param nanoTime monotonic time, for every interval
 * @param fatal called from any thread when the process cannot continue; only the first call has an effect
 */
public record ProcessContext(
        Settings settings,
        MeterRegistry meters,
        Health health,
        StallWatchdog watchdog,
        Clock clock,
        LongSupplier nanoTime,
        Consumer<ProcessExit> fatal) {
    /** A context with {@link System#nanoTime}. */
    public ProcessContext(
            Settings settings,
            MeterRegistry meters,
            Health health,
            StallWatchdog watchdog,
            Clock clock,
            Consumer<ProcessExit> fatal) {
        this(settings, meters, health, watchdog, clock, System::nanoTime, fatal);
    }

    /** A clock for ages that starts at the current wall clock time. */
    public SteadyClock steadyClock() {
        return new SteadyClock(clock, nanoTime);
    }
}
