package io.orderwire.gateway.read;

import io.orderwire.orders.Headers;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * When the oldest of some records was written.
 *
 * @param anyMs of all of them, epoch milliseconds, {@link Long#MAX_VALUE} when there are none
 * @param liveMs of those that no start position asked for, likewise
 */
record Oldest(long anyMs, long liveMs) {
    static Oldest of(ConsumerRecords<byte[], byte[]> rows) {
        long anyMs = Long.MAX_VALUE;
        long liveMs = Long.MAX_VALUE;
        for (ConsumerRecord<byte[], byte[]> row : rows) {
            anyMs = Math.min(anyMs, row.timestamp());
            if (row.timestamp() < liveMs && row.headers().lastHeader(Headers.REPLAY) == null) {
                liveMs = row.timestamp();
            }
        }
        return new Oldest(anyMs, liveMs);
    }

    boolean hasLive() {
        return liveMs < Long.MAX_VALUE;
    }
}
