package io.orderwire.parser.sink;

import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Streams' producer, which writes one record per order in place of a record with an {@link OrderBlock}. Streams counts
 * such a record as one in its metrics.
 */
public final class UnpackingProducer extends KafkaProducer<byte[], byte[]> {
    private final boolean transactional;

    /** A producer for Streams. */
    public UnpackingProducer(Map<String, Object> config) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        transactional = config.containsKey(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        OrderBlock block = OrderBlock.of(record.headers());
        return block == null
                ? super.send(record, callback)
                : block.send(
                        record,
                        (order, acknowledgement) -> super.send(order, acknowledgement),
                        transactional,
                        callback);
    }
}
