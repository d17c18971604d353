package io.orderwire.parser.parse;

import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way out, which knows its partition: a gap marker has no key to tell it.
 *
 * @param partition where it goes
 * @param value its bytes, or null for a marker
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record Outgoing(int partition, byte @Nullable [] value) {
    /** Writes the value alone. */
    static Serializer<Outgoing> serializer() {
        return (topic, outgoing) -> outgoing.value();
    }

    /** Sends each where it says, of at most so many partitions. */
    static StreamPartitioner<byte[], Outgoing> partitioner(int partitions) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // one set for each partition, made once
        Optional<Set<Integer>>[] sets = IntStream.range(0, partitions)
                .mapToObj(number -> Optional.of(Set.of(number)))
                .toArray(Optional[]::new);
        return (topic, key, outgoing, count) -> sets[outgoing.partition()];
    }
}
