package io.orderwire.ingestor;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How the ingestor is: starting, in trouble, running or failed. Thread-safe. */
final class IngestorStatus {
    private final Consumer<ProcessExit> fatal;
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile @Nullable ProcessExit failure;
    private volatile @Nullable Reason trouble = ReasonCode.STARTING.because("starting");
    private volatile boolean stopping;

    /** @param fatal called when an ingestor that had started cannot continue */
    IngestorStatus(Consumer<ProcessExit> fatal) {
        this.fatal = fatal;
    }

    /** Why nothing is committed at the moment, null if it is. */
    @Nullable
    Reason trouble() {
        return trouble;
    }

    /** Nothing can be committed at the moment. */
    void trouble(String text) {
        trouble = ReasonCode.NOT_COMMITTING.because(text);
    }

    /** The source is not there yet, for which a start does not wait. */
    void waiting(String text) {
        trouble = ReasonCode.SOURCE_MISSING.because(text);
        started.countDown();
    }

    /** The ingestor has recovered: it reads and commits. */
    void running() {
        trouble = null;
        started.countDown();
    }

    /** The ingestor cannot continue; a start that waits reports it, and later the whole process ends. */
    void failed(ProcessExit exit) {
        failure = exit;
        trouble = ReasonCode.INGESTOR_FAILED.because(String.valueOf(exit.getMessage()));
        boolean early = started.getCount() > 0;
        started.countDown();
        if (!early && !stopping) {
            fatal.accept(exit);
        }
    }

    /** From now on a failure does not end the process. */
    void stopping() {
        stopping = true;
    }

    /**
     * Why the ingestor is not ready, empty if it is.
     *
     * @param learned bytes that the start has read again
     */
    List<Reason> notReady(long learned) {
        if (stopping) {
            return List.of(ReasonCode.STOPPING.because("stopping"));
        }
        Reason why = trouble;
        if (why == null) {
            return List.of();
        }
        boolean learning = started.getCount() > 0 && learned > 0;
        return List.of(
                learning
                        ? ReasonCode.READING_AGAIN.because(
                                "reading the last blocks again: " + (learned >> 20) + " MiB so far")
                        : why);
    }

    /**
     * Waits until the ingestor runs, or waits for its source.
     *
     * @param timeoutMs how long to wait without progress
     * @param progress a number that rises while the start makes progress
     * @throws ProcessExit when it failed, or did not start in time
     */
    void awaitStarted(long timeoutMs, LongSupplier progress) {
        try {
            if (!FirstCommit.await(started, timeoutMs, progress)) {
                Reason why = trouble;
                throw new ProcessExit(
                        ExitCode.KAFKA,
                        "no first commit within " + timeoutMs + " ms: " + (why == null ? "" : why.text()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessExit(ExitCode.UNEXPECTED, "interrupted while starting", e);
        }
        ProcessExit failed = failure;
        if (failed != null) {
            throw failed;
        }
    }
}
