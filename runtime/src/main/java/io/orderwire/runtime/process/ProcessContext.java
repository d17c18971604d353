package io.orderwire.runtime.process;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.runtime.config.Settings;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * What a process is given to run with.
 *
 * @param settings its effective configuration
 * @param meters where its meters are registered
 * @param health where it says how it is
 * @param watchdog where its stages say how far they are
 * @param clock wall clock, epoch milliseconds
 * @param fatal told at most once a process, from any thread, when it cannot go on
 */
public record ProcessContext(
        Settings settings,
        MeterRegistry meters,
        Health health,
        StallWatchdog watchdog,
        Clock clock,
        Consumer<ProcessExit> fatal) {}
