package io.orderwire.ingestor.prune;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.checkpoint.Recovery;
import io.orderwire.runtime.kafka.CompactedTopic;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.KafkaRefusal;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Reads the checkpoint of an ingestor without taking over from it. */
public final class LastCheckpoint {
    private final KafkaClients clients;
    private final Source source;
    private final Duration timeout;

    /** For the ingestor of that source; {@code timeout} bounds each call to Kafka. */
    public LastCheckpoint(KafkaClients clients, Source source, Duration timeout) {
        this.clients = clients;
        this.source = source;
        this.timeout = timeout;
    }

    /**
     * The last committed state, null if no ingestor of that source has committed one.
     *
     * @throws ProcessExit {@link ExitCode#KAFKA} if Kafka does not answer, the topic of checkpoints is missing, or this
     *     version cannot read the checkpoint
     */
    public @Nullable IngestorState read() {
        String topic = clients.topics().ingestor();
        try {
            requireTopic(topic);
            Map<String, byte[]> states = CompactedTopic.readToEnd(clients, topic, timeout);
            byte[] own = states.get(source.option());
            return own == null ? null : IngestorState.parse(own, states.get(Recovery.settledKey(source)));
        } catch (IllegalArgumentException e) {
            throw failed(
                    "the checkpoint of " + source.option() + " in " + topic + " cannot be read: " + e.getMessage(), e);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw failed(
                    "the checkpoint in " + topic + " of Kafka at " + clients.bootstrapServers() + " cannot be read: "
                            + clients.refusal().describe(e, KafkaRefusal.Use.READING),
                    e);
        }
    }

    private void requireTopic(String topic) {
        Admin admin = clients.admin("orderwire-prune");
        try {
            admin.describeTopics(List.of(topic)).allTopicNames().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof UnknownTopicOrPartitionException) {
                throw failed(
                        "there is no topic " + topic + " in Kafka at " + clients.bootstrapServers()
                                + ": no ingestor has read anything with this topics.prefix",
                        cause);
            }
            throw failed(
                    "Kafka at " + clients.bootstrapServers() + " does not describe " + topic + ": "
                            + clients.refusal().describe(cause, KafkaRefusal.Use.READING),
                    cause);
        } catch (TimeoutException e) {
            throw failed(
                    "Kafka at " + clients.bootstrapServers() + " did not answer within " + timeout.toMillis() + " ms",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static ProcessExit failed(String message, Throwable cause) {
        return new ProcessExit(ExitCode.KAFKA, message, cause);
    }
}
