package io.orderwire.gateway.source;

import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.clock.RecordAges;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;

/**
 * Observes the reading of orders: counts records and failures, and follows the ages of records, for metrics and for
 * other threads.
 *
 * @param state condition of the reading thread, for other threads
 * @param metrics counts records and failures
 * @param ages computes the ages of records
 * @param explained describes a failure to the user
 */
public record ReadObserver(
        ReaderState state, GatewayMetrics metrics, OrderAges ages, Function<KafkaException, String> explained) {
    /** Counts handled records; returns the present age of the oldest one, milliseconds, or {@link RecordAges#UNKNOWN}. */
    long handled(ConsumerRecords<byte[], byte[]> rows) {
        Oldest oldest = ages.of(rows);
        if (oldest.liveMs() != RecordAges.UNKNOWN) {
            state.ages().record(oldest.liveMs());
        }
        metrics.source().read(rows.count());
        if (oldest.anyMs() != RecordAges.UNKNOWN) {
            metrics.source().age(oldest.anyMs());
        }
        return oldest.anyMs();
    }

    /** Counts and reports a failure to read {@code topic}; returns its description. */
    String failed(String topic, KafkaException e) {
        metrics.source().kafkaError();
        String text = explained.apply(e);
        state.trouble("reading " + topic + " failed: " + text);
        return text;
    }
}
