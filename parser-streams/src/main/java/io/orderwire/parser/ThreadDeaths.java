package io.orderwire.parser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.parser.stats.ParserMetrics;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.stats.NameClaim;
import io.orderwire.runtime.stats.StatsNames;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a thread that died, for example because a transaction timed out. Ends the process after more than {@link
 * #MAX_REPLACEMENTS} deaths in a minute, after a {@link ProcessExit} or a refusal by Kafka, which would end a replacement as
 * well, and if another parser joined Kafka's group under the same name.
 */
final class ThreadDeaths implements StreamsUncaughtExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ThreadDeaths.class);
    private static final int MAX_REPLACEMENTS = 20;
    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ProcessContext context;
    private final ParserMetrics metrics;
    private final String instance;
    private final Function<Throwable, Optional<String>> refusals;
    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private final Deque<Long> deaths = new ArrayDeque<>();

    /**
     * Handles the deaths of the threads of parser {@code instance}.
     *
     * @param refusals explains why Kafka refused a client; empty if a failure is not a refusal
     */
    ThreadDeaths(
            ProcessContext context,
            ParserMetrics metrics,
            String instance,
            Function<Throwable, Optional<String>> refusals) {
        this.refusals = refusals;
        this.instance = instance;
        this.context = context;
        this.metrics = metrics;
        this.nanoTime = context.nanoTime();
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        ProcessExit exit = exit(failure);
        if (exit != null) {
            context.fatal().accept(exit);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        long now = nanoTime.getAsLong();
        deaths.addLast(now);
        while (!deaths.isEmpty() && now - deaths.getFirst() > WINDOW_NANOS) {
            deaths.removeFirst();
        }
        metrics.replacedThread();
        if (deaths.size() > MAX_REPLACEMENTS) {
            log.error("{} threads died within a minute", deaths.size(), failure);
            context.fatal()
                    .accept(new ProcessExit(
                            ExitCode.UNEXPECTED, "the parser's threads keep dying: " + failure.getMessage(), failure));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        log.warn("a thread died and is replaced: {}", failure.toString());
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** The exit if a replacement would not help, else null. Streams wraps exceptions of processors and clients. */
    private @Nullable ProcessExit exit(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProcessExit exit) {
                return exit;
            }
            if (cause instanceof FencedInstanceIdException) {
                // A replacement would fence the other parser, which would then fence this one again.
                return new ProcessExit(ExitCode.USAGE, NameClaim.taken(StatsNames.PARSER, instance, null), failure);
            }
        }
        return refusals.apply(failure)
                .map(text -> new ProcessExit(ExitCode.KAFKA, text, failure))
                .orElse(null);
    }
}
