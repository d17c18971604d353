package io.orderwire.gateway;

import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.orders.Gap;
import io.orderwire.orders.Headers;
import io.orderwire.orders.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes orders into Kafka as the parser does. */
final class OrderWriter implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final OrderMaker maker;

    OrderWriter(String bootstrapServers, long seed, int partitions) {
        this(bootstrapServers, new OrderMaker(seed, partitions));
    }

    OrderWriter(String bootstrapServers, OrderMaker maker) {
        this.maker = maker;
        this.producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4"));
    }

    OrderMaker maker() {
        return maker;
    }

    List<Made> write(int count) {
        List<Made> written = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            written.add(write(maker.next()));
        }
        producer.flush();
        return written;
    }

    Made write(Made made) {
        return write(made, 0);
    }

    /** As if the ingestor had read it so long ago. */
    Made write(Made made, long ageMs) {
        long ms = System.currentTimeMillis() - ageMs;
        producer.send(new ProducerRecord<>(Topics.ORDERS, made.partition(), ms, made.key(), made.value()));
        return made;
    }

    void gap(Gap gap, int partition) {
        ProducerRecord<byte[], byte[]> marker = record(partition, null, null);
        marker.headers().add(new RecordHeader(Headers.GAP, Headers.value(gap.toJson())));
        producer.send(marker);
    }

    void flush() {
        producer.flush();
    }

    void send(String topic, byte[] key, byte[] value) {
        producer.send(new ProducerRecord<>(topic, 0, key, value));
        producer.flush();
    }

    private static ProducerRecord<byte[], byte[]> record(int partition, byte[] key, byte[] value) {
        return new ProducerRecord<>(Topics.ORDERS, partition, System.currentTimeMillis(), key, value);
    }

    @Override
    public void close() {
        producer.close();
    }
}
