package io.orderwire.gateway.source;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Queries Kafka periodically for the topic of orders, to detect whether Kafka answers and whether the topic is still the
 * same.
 */
public final class TopicWatch implements TopicIds, AutoCloseable {
    private static final int TIMEOUT_MS = 3_000;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(8);

    private final Admin admin;
    private final String topic;
    private final LongSupplier nanoTime;
    private volatile long answeredNanos;
    private volatile int partitionsAtStart;
    private volatile @Nullable String failure;
    private volatile @Nullable String misfit;
    private volatile boolean asking;
    private volatile @Nullable Uuid latest;

    /** Queries the topic through {@code admin}, which {@link #close} closes. */
    public TopicWatch(Admin admin, String topic, LongSupplier nanoTime) {
        this.admin = admin;
        this.topic = topic;
        this.nanoTime = nanoTime;
        this.answeredNanos = nanoTime.getAsLong();
    }

    /**
     * Returns the id of the topic that is read from now on, and remembers its number of partitions, which must not change.
     *
     * @throws KafkaException when Kafka does not answer in time, or there is no such topic
     */
    public Uuid atStart() {
        TopicDescription description = describe();
        if (description == null) {
            throw new KafkaException("there is no topic " + topic);
        }
        partitionsAtStart = description.partitions().size();
        return description.topicId();
    }

    @Override
    public Uuid now() {
        TopicDescription description = describe();
        return description == null ? Uuid.ZERO_UUID : description.topicId();
    }

    @Override
    public @Nullable Uuid latest() {
        return latest;
    }

    private @Nullable TopicDescription describe() {
        try {
            TopicDescription description = only(request().get(TIMEOUT_MS, TimeUnit.MILLISECONDS));
            answeredNanos = nanoTime.getAsLong();
            latest = description.topicId();
            return description;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw new KafkaException("describing " + topic + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new KafkaException("describing " + topic + ": no answer within " + TIMEOUT_MS + " ms", e);
        }
    }

    /** Sends a query without waiting; does nothing while an answer is outstanding. */
    public void ask() {
        if (asking) {
            return;
        }
        asking = true;
        request().whenComplete((descriptions, cause) -> {
            asking = false;
            answered(descriptions == null ? null : only(descriptions), cause);
        });
    }

    private KafkaFuture<Map<String, TopicDescription>> request() {
        return admin.describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MS))
                .allTopicNames();
    }

    private static TopicDescription only(Map<String, TopicDescription> descriptions) {
        return descriptions.values().iterator().next();
    }

    private void answered(@Nullable TopicDescription description, @Nullable Throwable cause) {
        if (description == null) {
            Throwable why = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
            failure = why == null ? "no answer" : why.getClass().getSimpleName();
            return;
        }
        int partitions = description.partitions().size();
        answeredNanos = nanoTime.getAsLong();
        misfit = misfit(partitions);
        latest = description.topicId();
    }

    /** A restart alone does not help if the other topics did not grow: every process refuses to start then. */
    private @Nullable String misfit(int partitions) {
        if (partitions == partitionsAtStart) {
            return null;
        }
        String found = topic + " had " + partitionsAtStart + " partitions at start and has " + partitions + " now: ";
        return partitions < partitionsAtStart
                ? found + "restart"
                : found + "stop all processes, give the raw topic and the parsers' changelog as many, and start with "
                        + PipelineOptions.PARTITIONS.name() + "=" + partitions;
    }

    /** The present problems, empty if there are none; a single missing answer is not a problem. */
    public List<Reason> reasons() {
        if (nanoTime.getAsLong() - answeredNanos > SILENCE_NANOS) {
            String last = failure;
            return List.of(ReasonCode.ORDERS_UNDESCRIBED.because(
                    "Kafka does not describe " + topic + (last == null ? "" : ": " + last)));
        }
        String wrong = misfit;
        return wrong == null ? List.of() : List.of(ReasonCode.PARTITIONS_CHANGED.because(wrong));
    }

    @Override
    public void close() {
        admin.close(Duration.ofMillis(500));
    }
}
