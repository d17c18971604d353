package io.orderwire.gateway.sequence;

import io.orderwire.contract.gap.Gap;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.source.LiveSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records its calls: orders unchanged, "late SEQ", "gap PARTITION ID", "end". */
public final class RecordingSink implements LiveSink {
    private final List<String> events = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Runnable> tasks = new ArrayList<>();

    /** The recorded calls in order; may be cleared. */
    public List<String> events() {
        return events;
    }

    /** The recorded orders. */
    public List<Gap> gaps() {
        return gaps;
    }

    /** Tasks to run at the next {@code runTasks}. */
    public List<Runnable> tasks() {
        return tasks;
    }

    @Override
    public void order(RecordView order) {
        events.add(new String(order.value(), StandardCharsets.UTF_8));
    }

    @Override
    public void late(RecordView order) {
        events.add("late " + SeqScan.seq(order.value()));
    }

    @Override
    public void gap(int partition, String json) {
        Gap gap = Gap.parse(json);
        gaps.add(gap);
        events.add("gap " + partition + " " + gap.id());
    }

    @Override
    public boolean runTasks() {
        List<Runnable> handedIn = List.copyOf(tasks);
        tasks.clear();
        handedIn.forEach(Runnable::run);
        return !handedIn.isEmpty();
    }

    @Override
    public boolean hasTasks() {
        return !tasks.isEmpty();
    }

    @Override
    public void endOfBatch() {
        events.add("end");
    }

    @Override
    public long nanosToNextDue(long most) {
        return 0;
    }
}
