package io.orderwire.gateway.sequence;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.gap.Gap;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;

/** A sequencer under test, which records everything that it passes on, and some cursors. */
abstract class Subject implements RecordSink {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    /** The metrics of the sequencer. */
    protected final GatewayMetrics metrics = new GatewayMetrics(meters);

    private final List<String> events = new ArrayList<>();
    private long calls;
    private long topics;

    /** As the sequencer's. */
    protected abstract void wasThere(ConsumerRecord<byte[], byte[]> row);

    /** As the sequencer's. */
    protected abstract void accept(ConsumerRecord<byte[], byte[]> row);

    /** Does what the source does before it sheds a record or finds it deleted. */
    protected abstract void misses(ConsumerRecord<byte[], byte[]> row, boolean gone);

    /** As the sequencer's. */
    protected abstract void unread(int partition, String json);

    /** As the positions'. */
    protected abstract void moveTo(int partition, long offset);

    /** As the positions'. */
    protected abstract void startOver(Uuid topic);

    /** As the positions'. */
    protected abstract CursorSource cursors();

    /** Performs a step; returns what was passed on. */
    public List<String> take(Step step) {
        events.clear();
        ConsumerRecord<byte[], byte[]> row = step.row();
        switch (step.kind()) {
            case TAIL -> {
                wasThere(row);
                moveTo(step.partition(), row.offset() + 1);
            }
            case READ -> accept(row);
            case SHED -> {
                misses(row, false);
                if (row.value() == null) {
                    accept(row);
                } else {
                    moveTo(step.partition(), row.offset() + 1);
                }
            }
            case GONE -> {
                misses(row, true);
                moveTo(step.partition(), row.offset() + 1);
            }
            case UNREAD -> unread(step.partition(), step.json());
            case NEW_TOPIC -> startOver(new Uuid(1, ++topics));
            default -> events.add("cursor " + cursors().cursor());
        }
        return List.copyOf(events);
    }

    /** All counts. */
    public TreeMap<String, Double> counts() {
        TreeMap<String, Double> counts = new TreeMap<>();
        meters.getMeters().forEach(meter -> meter.measure()
                .forEach(value ->
                        counts.put(meter.getId().getName() + meter.getId().getTags(), value.getValue())));
        // Keeps the metrics reachable, because the registry refers to them weakly.
        Reference.reachabilityFence(metrics);
        return counts;
    }

    @Override
    public void order(RecordView order) {
        boolean asks = ++calls % 3 == 0;
        events.add("order " + text(order) + (asks ? " before " + cursors().cursorBefore() : "")
                + (asks || calls % 5 == 0 ? " cursor " + cursors().cursor() : ""));
    }

    @Override
    public void late(RecordView order) {
        events.add("late " + text(order) + asked());
    }

    @Override
    public void gap(int partition, String json) {
        Gap gap = Gap.parse(json);
        String id = gap.where() == Gap.Where.GATEWAY || gap.where() == Gap.Where.RETENTION ? "-" : gap.id();
        events.add("gap " + partition + " " + json.replace(gap.id(), id) + asked());
    }

    private String asked() {
        return ++calls % 3 == 0 ? " cursor " + cursors().cursor() : "";
    }

    private static String text(RecordView order) {
        return new String(order.value(), StandardCharsets.UTF_8);
    }
}
