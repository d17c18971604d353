package io.orderwire.ingestor.checkpoint;

import io.orderwire.contract.topic.RawHead;
import io.orderwire.contract.topic.RecordVersion;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The last sequence of each raw partition, taken from its last committed blocks. If one of those blocks names its numbering,
 * blocks without a name are ignored: any producer may have written them.
 */
final class RawEnds {
    /**
     * Number of offsets before a partition's end that are read first. While they do not contain a block, {@link #WIDER} times
     * as many are read.
     */
    private static final long FIRST_LOOK = 64;

    private static final int WIDER = 16;
    private static final Duration POLL = Duration.ofMillis(100);

    private record Last(String numbering, long seq) {}

    private final Map<Integer, Last> last = new HashMap<>();
    private boolean written;

    private RawEnds() {}

    /**
     * Reads the ends.
     *
     * @throws ProcessExit {@link ExitCode#KAFKA} when a later version wrote one of the records
     * @throws TimeoutException when they are not read within {@code timeout}
     */
    static RawEnds read(KafkaClients clients, int partitions, Duration timeout) {
        RawEnds ends = new RawEnds();
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(clients.topics().raw(), partition))
                .toList();
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Consumer<byte[], byte[]> consumer = clients.consumer(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "orderwire-raw-ends-reader",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"))) {
            // Kafka's client logs a warning for each end of a partition that is not assigned.
            consumer.assign(all);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(all, timeout);
            Map<TopicPartition, Long> until = consumer.endOffsets(all, timeout);
            for (TopicPartition partition : all) {
                long begin = begins.getOrDefault(partition, 0L);
                long end = until.getOrDefault(partition, 0L);
                ends.written |= end > 0;
                ends.read(consumer, partition, begin, end, deadline);
            }
        }
        return ends;
    }

    private void read(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, long begin, long end, long deadline) {
        long look = FIRST_LOOK;
        long from = end;
        while (from > begin && !last.containsKey(partition.partition())) {
            from = Math.max(begin, end - look);
            look *= WIDER;
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            while (consumer.position(partition) < end) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("the end of " + partition + " was not reached in time");
                }
                consumer.poll(POLL).records(partition).forEach(this::take);
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> row) {
        try {
            RawHead head = RawHead.of(row.headers(), row.value());
            last.merge(row.partition(), new Last(head.numbering(), head.lastSeq()), RawEnds::later);
        } catch (RecordVersion.LaterVersionException e) {
            // Sequences that continued before this record would look like repetitions.
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    "the checkpoint is missing, and " + row.topic() + "-" + row.partition() + " offset " + row.offset()
                            + ", after which sequences continue, cannot be read: " + e.getMessage(),
                    e);
        } catch (IllegalArgumentException notABlock) {
            // A marker or a foreign record; the parser counts the foreign ones.
        }
    }

    private static Last later(Last before, Last block) {
        boolean same = before.numbering().equals(block.numbering());
        if (same) {
            return before.seq() >= block.seq() ? before : block;
        }
        return block.numbering().isEmpty() ? before : block;
    }

    /** Whether nothing was ever written to the topic. */
    boolean isEmpty() {
        return !written;
    }

    /** Last sequence of that partition, 0 if none is known. */
    long lastSeq(int partition) {
        Last known = last.get(partition);
        return known == null ? 0 : known.seq();
    }

    /** The name of the numbering, empty if none is known. */
    String numbering() {
        return last.values().stream()
                .map(Last::numbering)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }
}
