package io.orderwire.parser.shed;

import io.orderwire.runtime.kafka.ParserGroup;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Start gaps that no parser has reported yet. A gap is reported with the first block after it, and a parser may be killed
 * before that: the next parser finds the first block of the gap here, in the metadata of the offsets of a consumer group
 * without members. A note is valid while the committed offset of the parsers' group is the one that shedding set.
 */
final class UnreportedStartGaps {
    private final Admin admin;
    private final String group;
    private final long timeoutMs;

    /**
     * @param parsers group of the parsers that shed these gaps
     */
    UnreportedStartGaps(Admin admin, String parsers, long timeoutMs) {
        this.admin = admin;
        this.group = new ParserGroup(parsers).jumps();
        this.timeoutMs = timeoutMs;
    }

    /** Returns the first shed block of each gap that ends at one of those offsets. */
    Map<TopicPartition, BlockHead> of(Map<TopicPartition, Long> next)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, BlockHead> unreported = new HashMap<>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(timeoutMs, TimeUnit.MILLISECONDS)
                .forEach((partition, note) -> {
                    if (note != null && next.getOrDefault(partition, -1L) == note.offset()) {
                        unreported.put(partition, BlockHead.ofNote(note.metadata()));
                    }
                });
        return unreported;
    }

    /** Stores the gaps that end at those offsets; to be called before the offsets are committed. */
    void note(Map<TopicPartition, BlockHead> origins, Map<TopicPartition, OffsetAndMetadata> ends)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> notes = new HashMap<>();
        ends.forEach((partition, end) -> {
            BlockHead origin = origins.get(partition);
            if (origin != null) {
                notes.put(partition, new OffsetAndMetadata(end.offset(), origin.toNote()));
            }
        });
        admin.alterConsumerGroupOffsets(group, notes).all().get(timeoutMs, TimeUnit.MILLISECONDS);
    }
}
