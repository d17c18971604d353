package io.orderwire.ingestor.prune;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.RecordVersion;
import io.orderwire.runtime.kafka.ParserGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Finds the hour files with raw records that the parsers have not committed. */
final class UnparsedScan {
    private final BoundedAdmin admin;
    private final BoundedConsumer consumer;
    private final String rawTopic;

    UnparsedScan(BoundedAdmin admin, BoundedConsumer consumer, String rawTopic) {
        this.admin = admin;
        this.consumer = consumer;
        this.rawTopic = rawTopic;
    }

    /**
     * Compares the raw topic with the offsets that the parsers have committed.
     *
     * @param nextSeq next sequence of each partition in the checkpoint
     */
    Unparsed read(ParserGroup group, long[] nextSeq) throws ExecutionException, InterruptedException, TimeoutException {
        List<TopicPartition> raw = IntStream.range(0, nextSeq.length)
                .mapToObj(number -> new TopicPartition(rawTopic, number))
                .toList();
        Map<TopicPartition, Long> begins = admin.offsets(raw, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = admin.offsets(raw, OffsetSpec.latest());
        // A parser announces that it skips records before it commits the offset after them, so the announcement is
        // visible if the offset is.
        Map<TopicPartition, Long> committed = admin.committed(group.name());
        Map<TopicPartition, Long> noted = admin.committed(group.jumps());
        Unparsed unparsed = new Unparsed();
        Map<TopicPartition, RawPartition> lagging = new HashMap<>();
        for (TopicPartition partition : raw) {
            RawPartition known = new RawPartition(
                    partition.partition(),
                    begins.getOrDefault(partition, 0L),
                    ends.getOrDefault(partition, Long.MAX_VALUE),
                    committed.get(partition),
                    nextSeq[partition.partition()],
                    noted.get(partition));
            String doubt = known.doubt();
            if (doubt != null) {
                unparsed.addAll(doubt);
            } else if (known.hasUnparsed()) {
                lagging.put(partition, known);
            }
        }
        scan(lagging, unparsed);
        return unparsed;
    }

    /** Reads the records that are not parsed; if this takes too long, any file may have such records. */
    private void scan(Map<TopicPartition, RawPartition> lagging, Unparsed unparsed) {
        if (lagging.isEmpty()) {
            return;
        }
        consumer.assign(lagging.keySet());
        lagging.forEach((partition, known) -> consumer.seek(partition, Math.max(known.next(), known.begin())));
        Map<TopicPartition, RawPartition> left = new HashMap<>(lagging);
        long deadline = System.nanoTime() + consumer.timeout().toNanos();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> row : consumer.poll()) {
                RawPartition known = lagging.get(new TopicPartition(row.topic(), row.partition()));
                if (known != null && RecordVersion.isLater(row.headers())) {
                    unparsed.addAll(known.where() + "; a later version wrote offset " + row.offset());
                }
                HourFile file = file(row);
                if (known != null && file != null && row.offset() < known.end()) {
                    unparsed.add(file, known.where());
                }
            }
            left.entrySet()
                    .removeIf(entry -> consumer.position(entry.getKey())
                            >= entry.getValue().end());
            consumer.pause(lagging.keySet().stream()
                    .filter(partition -> !left.containsKey(partition))
                    .toList());
        }
        left.values().forEach(known -> unparsed.addAll(known.where()));
    }

    /** The file from which a raw record was read; null if the record is a marker, or if no ingestor wrote it. */
    private static @Nullable HourFile file(ConsumerRecord<byte[], byte[]> row) {
        String file = Headers.text(row.headers(), Headers.FILE);
        try {
            return file == null ? null : HourFile.parse(file);
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }
}
