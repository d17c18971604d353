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
 * Where jumps began that have not been told yet. They are told with the first block behind them, and a parser may be
 * killed before: the next one finds them here, in the metadata of the offsets of a group of their own. A note holds as
 * long as the parsers' group stands at the offset that it jumped to.
 */
final class UnreportedStartGaps {
    private final Admin admin;
    private final String group;
    private final long timeoutMs;

    /** @param parsers group whose jumps these are */
    UnreportedStartGaps(Admin admin, String parsers, long timeoutMs) {
        this.admin = admin;
        this.group = new ParserGroup(parsers).jumps();
        this.timeoutMs = timeoutMs;
    }

    /** The first block of each jump to one of those offsets. */
    Map<TopicPartition, BlockHead> untold(Map<TopicPartition, Long> next)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, BlockHead> untold = new HashMap<>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(timeoutMs, TimeUnit.MILLISECONDS)
                .forEach((partition, note) -> {
                    if (note != null && next.getOrDefault(partition, -1L) == note.offset()) {
                        untold.put(partition, BlockHead.ofNote(note.metadata()));
                    }
                });
        return untold;
    }

    /** Notes jumps to those offsets, before they are made. */
    void note(Map<TopicPartition, BlockHead> origins, Map<TopicPartition, OffsetAndMetadata> landings)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> notes = new HashMap<>();
        landings.forEach((partition, landing) -> {
            BlockHead origin = origins.get(partition);
            if (origin != null) {
                notes.put(partition, new OffsetAndMetadata(landing.offset(), origin.toNote()));
            }
        });
        admin.alterConsumerGroupOffsets(group, notes).all().get(timeoutMs, TimeUnit.MILLISECONDS);
    }
}
