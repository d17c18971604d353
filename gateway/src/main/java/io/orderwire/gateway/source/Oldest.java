package io.orderwire.gateway.source;

import io.orderwire.contract.topic.Headers;
import io.orderwire.runtime.clock.RecordAges;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The ages of the oldest records of a poll in milliseconds; {@link RecordAges#UNKNOWN} if there is no record or the age is
 * not known.
 *
 * @param anyMs age of the oldest record
 * @param liveMs age of the oldest live record; records that were read because of a start position are not live
 */
record Oldest(long anyMs, long liveMs) {
    static final Oldest NONE = new Oldest(RecordAges.UNKNOWN, RecordAges.UNKNOWN);

    /** Finds the oldest records; {@code age} turns a timestamp into an age. */
    static Oldest of(List<ConsumerRecord<byte[], byte[]>> rows, LongUnaryOperator age) {
        long any = Long.MAX_VALUE;
        long live = Long.MAX_VALUE;
        for (ConsumerRecord<byte[], byte[]> row : rows) {
            any = Math.min(any, row.timestamp());
            if (row.timestamp() < live && row.headers().lastHeader(Headers.REPLAY) == null) {
                live = row.timestamp();
            }
        }
        return new Oldest(age.applyAsLong(any), live == Long.MAX_VALUE ? RecordAges.UNKNOWN : age.applyAsLong(live));
    }

    Oldest and(Oldest other) {
        return new Oldest(Math.max(anyMs, other.anyMs), Math.max(liveMs, other.liveMs));
    }
}
