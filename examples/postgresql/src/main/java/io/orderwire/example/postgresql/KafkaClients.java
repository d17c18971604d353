package io.orderwire.example.postgresql;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Creates the consumer, whose settings exactly once depends on, and reads the topic's id. */
final class KafkaClients {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private KafkaClients() {}

    static KafkaConsumer<byte[], byte[]> consumer(Options options) {
        Map<String, Object> kafka = options.kafka();
        // On the broker's host, the default of 64 KiB makes TCP drop segments.
        kafka.putIfAbsent(ConsumerConfig.RECEIVE_BUFFER_CONFIG, "-1");
        // An answer of Kafka may be larger by one record, and is compressed.
        kafka.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, options.text(Options.BATCH_BYTES));
        kafka.put(ConsumerConfig.GROUP_ID_CONFIG, options.text(Options.GROUP));
        kafka.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // Otherwise the broker would create a deleted topic again, with default settings, for this consumer's request.
        kafka.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        kafka.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, options.text(Options.BATCH_RECORDS));
        kafka.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        return new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The id of the topic; throws a {@link KafkaException} if Kafka does not answer. */
    static String topicId(Options options) {
        String topic = options.text(Options.TOPIC);
        Admin admin = Admin.create(options.kafka());
        try {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(ANSWER.toSeconds(), TimeUnit.SECONDS)
                    .values()
                    .iterator()
                    .next()
                    .topicId()
                    .toString();
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("cannot describe topic " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while describing topic " + topic, e);
        } finally {
            // Without a timeout of zero, closing waits for calls in progress.
            admin.close(Duration.ZERO);
        }
    }
}
