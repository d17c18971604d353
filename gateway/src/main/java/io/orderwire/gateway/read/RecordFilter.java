package io.orderwire.gateway.read;

import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.orders.Gap;
import io.orderwire.orders.Headers;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on each record that is new, and counts those that are not, or are none. Used by the reading thread. */
final class RecordFilter {
    private static final Logger log = LoggerFactory.getLogger(RecordFilter.class);

    private final Positions positions;
    private final RecordSink sink;
    private final GatewayMetrics metrics;
    private final RecordView view = new RecordView();
    private boolean unreadableTold;

    RecordFilter(Positions positions, RecordSink sink, GatewayMetrics metrics) {
        this.positions = positions;
        this.sink = sink;
        this.metrics = metrics;
    }

    void accept(ConsumerRecord<byte[], byte[]> row) {
        if (row.value() == null) {
            acceptGap(row);
        } else {
            acceptOrder(row);
        }
        positions.moveTo(row.partition(), row.offset() + 1);
    }

    private void acceptOrder(ConsumerRecord<byte[], byte[]> row) {
        view.turnTo(row.key(), row.value(), row.timestamp());
        long seq = SeqScan.seq(row.value());
        if (seq < 0) {
            seq = view.readable() ? view.seq() : -1;
        }
        if (seq < 0) {
            unreadable(row);
            return;
        }
        long last = positions.lastSeq(row.partition());
        if (seq <= last) {
            metrics.repeated();
            return;
        }
        if (last > 0 && seq > last + 1) {
            metrics.jumped(seq - last - 1);
        }
        positions.saw(row.partition(), seq);
        sink.order(view);
    }

    /** A gap whose sequences have been passed is one that an aborted transaction has told, or has proved wrong. */
    private void acceptGap(ConsumerRecord<byte[], byte[]> row) {
        String json = Headers.text(row.headers(), Headers.GAP);
        Gap gap = parse(json);
        if (json == null || gap == null) {
            unreadable(row);
            return;
        }
        int partition = row.partition();
        Long toSeq = gap.partition() != null && gap.partition() == partition ? gap.toSeq() : null;
        boolean known = toSeq != null ? toSeq <= positions.lastSeq(partition) : !positions.isNewGap(partition, json);
        if (known) {
            metrics.repeated();
            return;
        }
        if (toSeq != null) {
            positions.saw(partition, toSeq);
        }
        metrics.gap();
        sink.gap(partition, json.getBytes(StandardCharsets.UTF_8));
    }

    @Nullable
    private static Gap parse(@Nullable String json) {
        try {
            return json == null ? null : Gap.parse(json);
        } catch (IllegalArgumentException expected) {
            return null;
        }
    }

    private void unreadable(ConsumerRecord<byte[], byte[]> row) {
        metrics.unreadable();
        if (!unreadableTold) {
            unreadableTold = true;
            log.warn(
                    "no order and no gap at {}-{} offset {}: passed over; more of them are counted and not logged",
                    row.topic(),
                    row.partition(),
                    row.offset());
        }
    }
}
