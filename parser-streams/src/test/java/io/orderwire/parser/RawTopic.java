package io.orderwire.parser;

import io.orderwire.contract.order.Users;
import io.orderwire.contract.position.Offsets;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.testing.broker.TestBroker;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes blocks like an ingestor, with any timestamp; numbers the events of each partition. */
public final class RawTopic implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final Topics topics;
    private final String[] users;
    private final long[] next;

    /** Begins with sequence 1 in each partition. */
    public RawTopic(TestBroker broker, int partitions) {
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        broker.topics().named("orderwire-ingestor")),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        topics = broker.topics();
        producer.initTransactions();
        users = new String[partitions];
        next = new long[partitions];
        for (int i = 0, found = 0; found < partitions; i++) {
            String user = String.format("0x%040x", i);
            int partition = Users.partition(user.getBytes(StandardCharsets.US_ASCII), partitions);
            if (users[partition] == null) {
                users[partition] = user;
                found++;
            }
        }
    }

    /** One block in each partition, in a transaction of its own. */
    public void write(int events, long timestamp, String... marks) {
        producer.beginTransaction();
        for (int partition = 0; partition < users.length; partition++) {
            producer.send(block(partition, events, timestamp, marks));
            next[partition] += events;
        }
        producer.commitTransaction();
    }

    /** Writes a transaction and aborts it. */
    public void abort(int events, long timestamp) {
        producer.beginTransaction();
        for (int partition = 0; partition < users.length; partition++) {
            producer.send(block(partition, events, timestamp));
        }
        producer.flush();
        producer.abortTransaction();
    }

    private ProducerRecord<byte[], byte[]> block(int partition, int events, long timestamp, String... marks) {
        Offsets offsets = new Offsets();
        for (int i = 0; i < events; i++) {
            offsets.add((next[partition] + i) * 1_000);
        }
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.FILE, Headers.value("20260505/17"));
        headers.add(Headers.SEQ, Headers.value(next[partition] + 1));
        headers.add(Headers.EVENTS, Headers.value(events));
        headers.add(Headers.OFFSETS, offsets.toHeader());
        for (String mark : marks) {
            headers.add(mark, Headers.value(1));
        }
        String line = "{\"time\":\"t\",\"user\":\"" + users[partition]
                + "\",\"status\":\"open\",\"order\":{\"coin\":\"BTC\",\"oid\":1}}\n";
        return new ProducerRecord<>(
                topics.raw(), partition, timestamp, null, Headers.value(line.repeat(events)), headers);
    }

    @Override
    public void close() {
        producer.close();
    }
}
