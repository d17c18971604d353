package io.orderwire.runtime.process;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.config.Settings;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a process is given to run with.
 *
 * @param settings its effective configuration
 * @param meters where its meters are registered
 * @param health where it says how it is
 * @param watchdog where its stages say how far they are
 * @param clock wall clock, epoch milliseconds, for times that are shown or stored
 * @param nanoTime monotonic time, for every interval
 * @param fatal told at most once a process, from any thread, when it cannot go on
 */
public record ProcessContext(
        Settings settings,
        MeterRegistry meters,
        Health health,
        StallWatchdog watchdog,
        Clock clock,
        LongSupplier nanoTime,
        Consumer<ProcessExit> fatal) {
    /** With the monotonic time of Java. */
    public ProcessContext(
            Settings settings,
            MeterRegistry meters,
            Health health,
            StallWatchdog watchdog,
            Clock clock,
            Consumer<ProcessExit> fatal) {
        this(settings, meters, health, watchdog, clock, System::nanoTime, fatal);
    }

    /** A clock for ages, beginning now. */
    public SteadyClock steadyClock() {
        return new SteadyClock(clock, nanoTime);
    }
}
