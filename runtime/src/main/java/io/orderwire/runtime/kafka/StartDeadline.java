package io.orderwire.runtime.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the total time of all calls to Kafka during one start, and repeats calls that may succeed later. Used by one thread.
 */
final class StartDeadline {
    private static final Logger log = LoggerFactory.getLogger(StartDeadline.class);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final long endNanos;

    /** The deadline is that many milliseconds from now. */
    StartDeadline(long timeoutMs) {
        endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }

    /** One or more calls to Kafka, each of which waits for its answer with {@link #get}. */
    interface Attempt<T> {
        T run() throws ExecutionException, InterruptedException, TimeoutException;
    }

    /** Waits for an answer until the deadline. */
    <T> T get(KafkaFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(remaining(), TimeUnit.NANOSECONDS);
    }

    /**
     * Runs the attempt until it succeeds.
     *
     * @throws ExecutionException with the first failure that is permanent
     * @throws TimeoutException after the deadline, with the last failure
     */
    <T> T retry(Attempt<T> attempt) throws ExecutionException, InterruptedException, TimeoutException {
        Throwable last = null;
        while (true) {
            try {
                return attempt.run();
            } catch (TimeoutException e) {
                // The deadline passed during an attempt: the failure of an earlier attempt explains more.
                throw last == null ? e : new TimeoutException(last.toString());
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                if (!isPassing(cause)) {
                    throw e;
                }
                if (last == null) {
                    log.info("waiting for Kafka: {}", String.valueOf(cause));
                }
                last = cause;
                if (remaining() <= PAUSE.toNanos()) {
                    throw new TimeoutException(String.valueOf(cause));
                }
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** Whether a retry may help. A cluster that has just started may not have enough brokers for the replicas yet. */
    private static boolean isPassing(@Nullable Throwable cause) {
        return cause instanceof RetriableException
                || cause instanceof UnknownTopicOrPartitionException
                || cause instanceof InvalidReplicationFactorException;
    }

    private long remaining() {
        return Math.max(1, endNanos - System.nanoTime());
    }
}
