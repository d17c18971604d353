package io.orderwire.benchmarks.peers;

import io.orderwire.contract.topic.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** How many lines of a topic's beginning Kafka has. */
interface Arrivals extends AutoCloseable {
    /** So many now. */
    long lines() throws Exception;

    @Override
    void close();

    /** Of a topic with a line in each record and without transactions: asks for the ends of partitions. */
    static Arrivals ofLines(String kafka, String topic, int partitions) {
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka));
        Map<TopicPartition, OffsetSpec> ends = TopicLines.partitions(topic, partitions).stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return new Arrivals() {
            private static final long SECONDS = 10;

            @Override
            public long lines() throws Exception {
                return admin.listOffsets(ends).all().get(SECONDS, TimeUnit.SECONDS).values().stream()
                        .mapToLong(ListOffsetsResultInfo::offset)
                        .sum();
            }

            @Override
            public void close() {
                admin.close();
            }
        };
    }

    /** Of a topic with committed blocks of lines, whose headers say how many: has to read them, at the cost of the ingestor. */
    static Arrivals ofBlocks(String kafka, String topic, int partitions) {
        Consumer<byte[], byte[]> consumer = TopicLines.consumer(kafka);
        List<TopicPartition> all = TopicLines.partitions(topic, partitions);
        consumer.assign(all);
        consumer.seekToBeginning(all);
        return new Arrivals() {
            private static final Duration POLL = Duration.ofMillis(1);

            private long lines;

            @Override
            public long lines() {
                for (ConsumerRecord<byte[], byte[]> block : consumer.poll(POLL)) {
                    Header events = block.headers().lastHeader(Headers.EVENTS);
                    if (events != null) {
                        lines += Long.parseLong(new String(events.value(), StandardCharsets.US_ASCII));
                    }
                }
                return lines;
            }

            @Override
            public void close() {
                consumer.close();
            }
        };
    }
}
