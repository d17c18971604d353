package io.orderwire.gateway.source;

import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.clock.RecordAges;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;

/**
 * Observes the reading of orders: counts records and failures, and follows the ages of records, for metrics and for other
 * threads.
 *
 * @param state how the reading thread is, for other threads
 * @param metrics counts what it does
 * @param ages how old records are
 */
public record ReadObserver(ReaderState state, GatewayMetrics metrics, OrderAges ages) {
    /** Those records were handled; returns the age of the oldest one now, or {@link RecordAges#UNKNOWN}. */
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

    /** Reading {@code topic} failed. */
    void failed(String topic, KafkaException e) {
        metrics.source().kafkaError();
        state.trouble("reading " + topic + " failed: " + e.getMessage());
    }
}
