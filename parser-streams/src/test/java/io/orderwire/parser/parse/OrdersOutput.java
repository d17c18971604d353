package io.orderwire.parser.parse;

import io.orderwire.parser.sink.OrderBlock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.test.TestRecord;

/** The topic of orders as Kafka receives it: the test drivers have no producer that unpacks blocks. */
final class OrdersOutput {
    private final TestOutputTopic<byte[], byte[]> topic;

    OrdersOutput(TestOutputTopic<byte[], byte[]> topic) {
        this.topic = topic;
    }

    boolean isEmpty() {
        return topic.isEmpty();
    }

    List<TestRecord<byte[], byte[]>> readRecordsToList() {
        List<TestRecord<byte[], byte[]>> records = new ArrayList<>();
        while (!topic.isEmpty()) {
            TestRecord<byte[], byte[]> row = topic.readRecord();
            unpack(new ProducerRecord<>("orders", 0, row.timestamp(), row.key(), row.value(), row.headers()))
                    .forEach(order -> records.add(new TestRecord<>(
                            order.key(), order.value(), order.headers(), Instant.ofEpochMilli(order.timestamp()))));
        }
        return records;
    }

    List<byte[]> readValuesToList() {
        return readRecordsToList().stream().map(TestRecord::value).toList();
    }

    /** The records that were forwarded to the topic of orders. */
    static List<ProducerRecord<byte[], byte[]>> of(MockProcessorContext<byte[], Outgoing> context) {
        return context.forwarded(ParserTopology.ORDERS).stream()
                .map(forward -> forward.record())
                .map(row -> unpack(new ProducerRecord<>(
                        "orders",
                        row.value().partition(),
                        row.timestamp(),
                        row.key(),
                        row.value().value(),
                        row.headers())))
                .flatMap(Collection::stream)
                .toList();
    }

    private static List<ProducerRecord<byte[], byte[]>> unpack(ProducerRecord<byte[], byte[]> row) {
        OrderBlock block = OrderBlock.of(row.headers());
        return block == null ? List.of(row) : block.records(row);
    }
}
