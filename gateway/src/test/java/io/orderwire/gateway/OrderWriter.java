package io.orderwire.gateway;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.broker.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes orders into Kafka as the parser does. */
final class OrderWriter implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d{1,18})");

    private final KafkaProducer<byte[], byte[]> producer;
    private final OrderMaker maker;
    private final Topics topics;

    /** Continues after the records of the topic, if it exists: sequences never restart in an existing topic. */
    OrderWriter(TestBroker broker, long seed, int partitions) {
        this(broker, continuing(broker, seed, partitions));
    }

    private static OrderMaker continuing(TestBroker broker, long seed, int partitions) {
        long[] last = new long[partitions];
        for (ConsumerRecord<byte[], byte[]> row : held(broker)) {
            if (row.value() != null) {
                last[row.partition()] = Math.max(last[row.partition()], seq(row.value()));
            }
        }
        OrderMaker maker = new OrderMaker(seed, partitions);
        for (int partition = 0; partition < partitions; partition++) {
            maker.skip(partition, last[partition]);
        }
        return maker;
    }

    private static List<ConsumerRecord<byte[], byte[]>> held(TestBroker broker) {
        Map<String, Object> config = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (Admin admin = Admin.create(config)) {
            return admin.listTopics()
                            .names()
                            .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                            .contains(broker.topics().orders())
                    ? KafkaReads.uncommitted(
                            broker.bootstrapServers(), broker.topics().orders(), TIMEOUT)
                    : List.of();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the broker does not name its topics", e);
        }
    }

    /** Returns 0 for a value that is not an order, as some tests write. */
    private static long seq(byte[] value) {
        Matcher matcher = SEQ.matcher(new String(value, StandardCharsets.ISO_8859_1));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    OrderWriter(TestBroker broker, OrderMaker maker) {
        this.maker = maker;
        this.topics = broker.topics();
        this.producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
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

    /** Writes an order with a timestamp of {@code ageMs} ago, as if the ingestor had read it then. */
    Made write(Made made, long ageMs) {
        long ms = System.currentTimeMillis() - ageMs;
        producer.send(new ProducerRecord<>(topics.orders(), made.partition(), ms, made.key(), made.value()));
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

    private ProducerRecord<byte[], byte[]> record(int partition, byte[] key, byte[] value) {
        return new ProducerRecord<>(topics.orders(), partition, System.currentTimeMillis(), key, value);
    }

    @Override
    public void close() {
        producer.close();
    }
}
