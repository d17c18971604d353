package io.orderwire.ingestor;

import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.checkpoint.Recovery;
import io.orderwire.ingestor.publish.Cycle;
import io.orderwire.ingestor.publish.Publisher;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits cycles on the commit thread, at most one at a time, and reads the last committed state. Owned by the ingestor's
 * thread, except for {@link #note()}.
 */
final class Commits {
    private static final Logger log = LoggerFactory.getLogger(Commits.class);
    private static final long LOOK_MS = 20;

    /**
     * A cycle that is being committed.
     *
     * @param commit returns when the commit ended
     * @param bytes number of bytes that the cycle was read from
     * @param readNanos how long it took to read them
     * @param sinceNanos when its commit began
     */
    record Pending(Cycle cycle, Future<Long> commit, long bytes, long readNanos, long sinceNanos) {
        boolean isDone() {
            return commit.isDone();
        }
    }

    /** Called at intervals while a commit is awaited. */
    interface Meanwhile {
        void look() throws IOException;
    }

    private final Recovery recovery;
    private final Supplier<Publisher> publishers;
    private final Executor executor;
    private final String owner;
    private @Nullable Publisher publisher;

    /**
     * Does not have a publisher before {@link #open()}.
     *
     * @param executor runs the commits
     * @param owner id of this process in the states that it commits
     */
    Commits(Recovery recovery, Supplier<Publisher> publishers, Executor executor, String owner) {
        this.recovery = recovery;
        this.publishers = publishers;
        this.executor = executor;
        this.owner = owner;
    }

    /** Id of this process in the states that it commits. */
    String owner() {
        return owner;
    }

    /** Reads the last committed state from Kafka. */
    IngestorState last() {
        return recovery.lastCommitted(owner);
    }

    /** True if another process wrote the last committed state. */
    boolean lostOwnership() {
        return !recovery.lastOwner().equals(owner);
    }

    /** The warning about a missing checkpoint, or null; from any thread. */
    @Nullable
    String note() {
        return recovery.note();
    }

    /**
     * Fences any other ingestor.
     *
     * @throws KafkaException when Kafka does not answer
     */
    void open() {
        publisher = publishers.get();
    }

    boolean isOpen() {
        return publisher != null;
    }

    /** Commits a first cycle, whose state names this process as the owner, on the calling thread. */
    void claim(Cycle cycle) {
        opened().commit(cycle);
        IngestorState state = cycle.state();
        log.info(
                "reading on: {}, {} events found so far",
                position(state),
                state.totals().found());
    }

    private static String position(IngestorState state) {
        if (state.files().isEmpty()) {
            return "no hour files yet";
        }
        FileState newest = state.files().get(state.files().size() - 1);
        return state.files().size() + " hour files, the newest at " + newest.file() + "@" + newest.offset();
    }

    /** Starts the commit of a cycle. */
    Pending begin(Cycle cycle, long bytes, long readNanos) {
        Publisher using = opened();
        long nowNanos = System.nanoTime();
        return new Pending(
                cycle, CompletableFuture.supplyAsync(() -> commit(using, cycle), executor), bytes, readNanos, nowNanos);
    }

    private static long commit(Publisher using, Cycle cycle) {
        using.commit(cycle);
        return System.nanoTime();
    }

    /**
     * Waits for a commit.
     *
     * @return the nanoseconds that it took
     */
    static long await(Pending pending, Meanwhile meanwhile) throws IOException {
        while (true) {
            try {
                return pending.commit.get(LOOK_MS, TimeUnit.MILLISECONDS) - pending.sinceNanos;
            } catch (TimeoutException expected) {
                meanwhile.look();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptException(e);
            }
        }
    }

    private Publisher opened() {
        if (publisher == null) {
            throw new ProcessExit(ExitCode.UNEXPECTED, "the ingestor has not recovered");
        }
        return publisher;
    }

    /** Closes the publisher immediately, even during a commit. */
    void abandon() {
        if (publisher != null) {
            publisher.abandon();
            publisher = null;
        }
    }

    /** Closes the publisher in an orderly way, after the last commit. */
    void close() {
        if (publisher != null) {
            publisher.close();
            publisher = null;
        }
    }
}
