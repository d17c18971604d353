package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Offsets;
import io.orderwire.contract.topic.Headers;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.broker.TestBroker;
import io.orderwire.testing.files.FileEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The committed events of the raw topic, checked to be numbered 1, 2, 3, … in each partition.
 *
 * @param events the partition and the line of each position
 * @param count number of events
 * @param markers losses by their id, one for each partition
 */
record RawHistory(Map<String, Found> events, long count, Map<String, List<Gap>> markers) {
    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    record Found(int partition, byte[] line) {}

    static RawHistory read(TestBroker broker, int partitions) {
        RawHistory history = new RawHistory(new HashMap<>(), 0, new HashMap<>());
        long[] next = new long[partitions];
        Arrays.fill(next, 1);
        long count = 0;
        for (ConsumerRecord<byte[], byte[]> row :
                KafkaReads.committed(broker.bootstrapServers(), broker.topics().raw(), Duration.ofSeconds(60))) {
            Gap gap = Gap.of(row.headers());
            if (gap != null && gap.where() == Gap.Where.NODE) {
                continue;
            }
            if (gap != null) {
                assertThat(row.value()).isNull();
                history.markers
                        .computeIfAbsent(gap.id(), id -> new ArrayList<>())
                        .add(gap);
                continue;
            }
            assertThat(Headers.number(row.headers(), Headers.SEQ))
                    .as("sequence in partition %d", row.partition())
                    .isEqualTo(next[row.partition()]);
            int events = history.add(row);
            assertThat(Headers.number(row.headers(), Headers.EVENTS)).isEqualTo(events);
            next[row.partition()] += events;
            count += events;
        }
        return new RawHistory(history.events, count, history.markers);
    }

    private int add(ConsumerRecord<byte[], byte[]> row) {
        Offsets.Reader offsets =
                new Offsets.Reader(row.headers().lastHeader(Headers.OFFSETS).value());
        String file = Headers.text(row.headers(), Headers.FILE);
        byte[] value = row.value();
        int added = 0;
        for (int from = 0, at = 0; at < value.length; at++) {
            if (value[at] == '\n') {
                Found found = new Found(row.partition(), Arrays.copyOfRange(value, from, at));
                String position = file + "@" + offsets.next();
                assertThat(events().put(position, found))
                        .as("twice at %s", position)
                        .isNull();
                added++;
                from = at + 1;
            }
        }
        return added;
    }

    /** Checks that it contains exactly these events, each in its own partition with its own bytes. */
    void shouldHold(List<FileEvent> expected, int partitions) {
        for (FileEvent event : expected) {
            Found found = events.get(event.pos().toString());
            assertThat(found).as("event at %s: %s", event.pos(), brief(event)).isNotNull();
            if (event.order() && event.bytes().length <= 1_024) {
                assertThat(found.partition()).as("partition of %s", event.pos()).isEqualTo(event.partition(partitions));
                assertThat(new String(found.line(), StandardCharsets.ISO_8859_1).contains(latin(event.bytes())))
                        .as("bytes at %s", event.pos())
                        .isTrue();
            }
        }
        assertThat(count).isEqualTo(expected.size());
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String brief(FileEvent event) {
        return event.text().substring(0, Math.min(200, event.text().length()));
    }
}
