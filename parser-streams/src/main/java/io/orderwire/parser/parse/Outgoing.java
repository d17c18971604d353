package io.orderwire.parser.parse;

import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * A record to be written, with its partition: a gap marker does not have a key from which the partition could be computed.
 *
 * @param partition partition to write it to
 * @param value its bytes, or null for a marker
 */
@SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
record Outgoing(int partition, byte @Nullable [] value) {
    /** Writes the value alone. */
    static Serializer<Outgoing> serializer() {
        return (topic, outgoing) -> outgoing.value();
    }

    /** Sends each record to the partition that it names, of at most {@code partitions}. */
    static StreamPartitioner<byte[], Outgoing> partitioner(int partitions) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // one set for each partition, created once
        Optional<Set<Integer>>[] sets = IntStream.range(0, partitions)
                .mapToObj(number -> Optional.of(Set.of(number)))
                .toArray(Optional[]::new);
        return (topic, key, outgoing, count) -> sets[outgoing.partition()];
    }
}
