package io.orderwire.example.postgresql;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the topic of orders into PostgreSQL until it is stopped. After a failure it opens another {@link Session}, which
 * resumes at the offsets in the database.
 */
public final class OrdersToPostgresql {
    // Exit codes; Orderwire's own processes use the same numbers.
    private static final int STOPPED = 0;
    private static final int REFUSED = 1;
    private static final int WRONG_OPTION = 2;
    private static final int UNREACHABLE = 6;

    private static final Logger log = LoggerFactory.getLogger(OrdersToPostgresql.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** Time for a batch and for leaving the group. */
    private static final long STOP_MS = 10_000;

    /** Waits for Kafka are interrupted after this time of a stop, such as a query about the topic. */
    private static final long INTERRUPT_MS = 3_000;

    /**
     * Classes of SQLSTATE for errors that a retry does not change: data, constraints, the password, the database, the
     * schema, rights or tables.
     */
    private static final List<String> PERMANENT = List.of("22", "23", "28", "3D", "3F", "42");

    private final Options options;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final long patienceNanos;
    private final LogEnds ends;
    private volatile @Nullable Session current;
    private long failingSince;
    private boolean failing;

    private OrdersToPostgresql(Options options) {
        this.options = options;
        int patienceMs = options.integer(Options.RETRY_MAX_MS, 0, Integer.MAX_VALUE);
        this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMs);
        this.ends = new LogEnds(patienceMs);
    }

    /** Runs the process; the arguments are {@code --config FILE} and {@code KEY=VALUE}. */
    public static void main(String[] arguments) {
        int code = WRONG_OPTION;
        try {
            OrdersToPostgresql process = new OrdersToPostgresql(Options.of(System.getenv(), List.of(arguments)));
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> process.stop(main), "stop"));
            code = process.run();
        } catch (OptionException e) {
            System.err.println("orders-to-postgresql: " + e.getMessage());
        }
        // Not exit(), which would wait for the shutdown hook, which waits for this thread.
        Runtime.getRuntime().halt(code);
    }

    /**
     * Shutdown hook: waits until the last batch was written and {@link #main} halts the JVM. Halts it after {@value #STOP_MS}
     * ms, which loses nothing: a transaction that is not committed is rolled back, and its records are read again.
     */
    private void stop(Thread main) {
        stopping.set(true);
        Session session = current;
        if (session != null) {
            session.wakeUp();
        }
        try {
            main.join(INTERRUPT_MS);
            main.interrupt();
            main.join(STOP_MS - INTERRUPT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (main.isAlive()) {
            Runtime.getRuntime().halt(STOPPED);
        }
    }

    private int run() {
        while (!stopping.get()) {
            Exception failure = runSession();
            if (failure == null) {
                return STOPPED;
            }
            if (isShortLog(failure)) {
                log.error("{}", describe(failure));
                return UNREACHABLE;
            }
            if (isPermanent(failure)) {
                log.error("{}", describe(failure));
                log.debug("", failure);
                return REFUSED;
            }
            if (failing && System.nanoTime() - failingSince > patienceNanos) {
                log.error(
                        "no session has worked for {} ms ({}): {}",
                        TimeUnit.NANOSECONDS.toMillis(patienceNanos),
                        Options.RETRY_MAX_MS,
                        describe(failure));
                return UNREACHABLE;
            }
            if (!failing) {
                failing = true;
                failingSince = System.nanoTime();
            }
            log.warn("another session resumes at the offsets in {}: {}", options.database(), describe(failure));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return STOPPED;
    }

    /** Runs one session; returns the failure that ended it, or null if the process is stopping. */
    private @Nullable Exception runSession() {
        long began = System.nanoTime();
        try (Session session = Session.open(options, ends)) {
            current = session;
            try {
                session.run(stopping::get);
                return null;
            } finally {
                current = null;
                if (session.hasWritten() || System.nanoTime() - began > patienceNanos) {
                    failing = false;
                }
            }
        } catch (SQLException | IOException | RuntimeException e) {
            // The wait for Kafka was ended by the stop.
            return stopping.get() ? null : e;
        }
    }

    /** Kafka's consumer wraps the exceptions of a rebalance. */
    private static boolean isShortLog(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LogEndException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPermanent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedException
                    || cause instanceof ConfigException
                    || cause instanceof AuthenticationException
                    || cause instanceof AuthorizationException) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state != null && PERMANENT.stream().anyMatch(state::startsWith);
            }
        }
        return failure instanceof RuntimeException && !isExpected(failure);
    }

    private static boolean isExpected(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KafkaException || cause instanceof FencedException) {
                return true;
            }
        }
        return false;
    }

    private static String describe(Throwable failure) {
        StringBuilder text = new StringBuilder();
        String last = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage()).replace('\n', ' ');
            if (!last.contains(message)) {
                text.append(text.length() == 0 ? "" : ": ").append(message);
                last = message;
            }
        }
        return text.toString();
    }
}
