package io.orderwire.gateway.sequence;

import io.orderwire.contract.order.OrderPackWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A history some of whose neighbouring orders are one record, as a parser with {@code orders.records=many} writes them. */
final class Packing {
    private final OrderPackWriter packs = new OrderPackWriter();
    private final Map<Step, List<Step>> orders = new IdentityHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<Integer, ConsumerRecord<byte[], byte[]>> newest = new HashMap<>();
    private List<ConsumerRecord<byte[], byte[]>> open = new ArrayList<>();

    /**
     * Packs random runs of orders of {@code alone}; those that a parser cannot have written stay alone.
     *
     * @param restarts whether the history continues after an order with which a numbering begins again
     */
    Packing(long seed, List<Step> alone, boolean restarts) {
        Random random = new Random(seed);
        for (Step step : alone) {
            ConsumerRecord<byte[], byte[]> row = step.row();
            boolean order = step.kind() == Step.Kind.READ && row != null && row.value() != null && row.key() != null;
            if (!order || row.headers().iterator().hasNext()) {
                end();
                steps.add(step);
            } else if (!restarts && beginsAgain(row)) {
                break;
            } else if (random.nextInt(6) == 0 || !continues(row) || !add(row)) {
                end();
                if (!add(row)) {
                    steps.add(step);
                }
            }
        }
        end();
    }

    /** Whether an order is after all others of its partition in the files, but not in sequence. */
    private boolean beginsAgain(ConsumerRecord<byte[], byte[]> row) {
        ConsumerRecord<byte[], byte[]> before = newest.get(row.partition());
        if (before != null && !SeqScan.isBehind(row.value(), before.value())) {
            return false;
        }
        newest.put(row.partition(), row);
        return before != null && SeqScan.seq(row.value()) <= SeqScan.seq(before.value());
    }

    List<Step> steps() {
        return steps;
    }

    /** The orders that a step stands for, each alone and with the timestamp of their record. */
    List<Step> alone(Step step) {
        return orders.getOrDefault(step, List.of(step));
    }

    private boolean continues(ConsumerRecord<byte[], byte[]> row) {
        return open.isEmpty()
                || open.get(0).partition() == row.partition()
                        && SeqScan.seq(open.get(open.size() - 1).value()) < SeqScan.seq(row.value());
    }

    private boolean add(ConsumerRecord<byte[], byte[]> row) {
        long seq = SeqScan.seq(row.value());
        boolean added = seq > 0 && packs.add(row.key(), row.value(), 0, "BTC", "open", seq);
        if (added) {
            open.add(row);
        }
        return added;
    }

    private void end() {
        if (open.size() > 1) {
            RecordHeaders headers = new RecordHeaders();
            packs.addTo(headers);
            Step step = step(open.get(0), null, packs.value(), headers);
            orders.put(
                    step,
                    open.stream()
                            .map(row -> step(row, row.key(), row.value(), new RecordHeaders()))
                            .toList());
            steps.add(step);
        } else if (open.size() == 1) {
            ConsumerRecord<byte[], byte[]> row = open.get(0);
            steps.add(new Step(Step.Kind.READ, row.partition(), row, null));
        }
        packs.clear();
        open = new ArrayList<>();
    }

    /** The record has the offset of its last order, so that offsets rise and have gaps, and its timestamp. */
    private Step step(ConsumerRecord<byte[], byte[]> row, byte @Nullable [] key, byte[] value, RecordHeaders headers) {
        ConsumerRecord<byte[], byte[]> last = open.get(open.size() - 1);
        ConsumerRecord<byte[], byte[]> made = new ConsumerRecord<>(
                row.topic(),
                row.partition(),
                last.offset(),
                last.timestamp(),
                row.timestampType(),
                0,
                0,
                key,
                value,
                headers,
                row.leaderEpoch());
        return new Step(Step.Kind.READ, row.partition(), made, null);
    }
}
