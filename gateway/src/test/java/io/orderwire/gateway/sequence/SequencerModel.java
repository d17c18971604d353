package io.orderwire.gateway.sequence;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.gateway.sequence.ModelPartition.Item;
import io.orderwire.gateway.sequence.ModelPartition.Loss;
import io.orderwire.gateway.sequence.ModelPartition.Mark;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A model of the sequencer that is simple and slow: one mark for each sequence, texts read with patterns, and without
 * ranges, memory limits and cursors.
 */
final class SequencerModel {
    private static final Pattern ORDER =
            Pattern.compile("\\{\"pos\":\"20260505/17@(\\d+)\",\"part\":(\\d),\"seq\":(\\d+),\"event\":"
                    + "\\{\"user\":\"(0x[0-9a-f]{40})\"}}");

    private final ModelPartition[] parts = new ModelPartition[History.PARTITIONS];
    private final Set<String> notices = new HashSet<>();
    private final Map<String, Double> counts = new TreeMap<>();
    private final List<String> events = new ArrayList<>();

    SequencerModel() {
        Arrays.setAll(parts, partition -> new ModelPartition());
    }

    /** The counts that are not 0, by the names of the meters. */
    Map<String, Double> counts() {
        return counts;
    }

    private void count(String what, long by) {
        if (by != 0) {
            counts.merge(what, (double) by, Double::sum);
        }
    }

    /** Returns what has to be passed on in a step. */
    List<String> take(Step step) {
        events.clear();
        ConsumerRecord<byte[], byte[]> row = step.row();
        switch (step.kind()) {
            case TAIL -> wasThere(row);
            case READ -> read(row);
            case SHED -> {
                begin(row);
                misses(row, new Loss("gateway", "age"));
                if (row.value() == null) {
                    read(row);
                }
            }
            case GONE -> misses(row, new Loss("retention", "retention"));
            case UNREAD -> {
                if (notices.add(step.partition() + step.json())) {
                    events.add("notice " + Gap.parse(step.json()).id());
                }
            }
            case NEW_TOPIC -> newTopic();
            default -> {}
        }
        return List.copyOf(events);
    }

    private void newTopic() {
        notices.clear();
        for (int i = 0; i < parts.length; i++) {
            ModelPartition fresh = new ModelPartition();
            fresh.formerLast = Math.max(parts[i].last, parts[i].formerLast);
            parts[i] = fresh;
        }
    }

    private void misses(ConsumerRecord<byte[], byte[]> row, Loss loss) {
        ModelPartition part = parts[row.partition()];
        if (part.loss == null) {
            part.loss = loss;
            part.lossAfterHeld = part.held != null;
        }
    }

    /** The sequences that a record names, null if it is foreign or does not name any. */
    private @Nullable Item item(ConsumerRecord<byte[], byte[]> row) {
        if (row.value() == null) {
            Gap gap = gap(row);
            return gap == null || gap.fromSeq() == null
                    ? null
                    : new Item(row, gap.fromSeq(), gap.toSeq(), 0, gap, false);
        }
        Matcher order = ORDER.matcher(new String(row.value(), StandardCharsets.UTF_8));
        String key = row.key() == null ? "" : new String(row.key(), StandardCharsets.UTF_8);
        if (!order.matches() || !order.group(4).equals(key) || !order.group(2).equals("" + row.partition())) {
            return null;
        }
        long seq = Long.parseLong(order.group(3));
        return new Item(row, seq, seq, Long.parseLong(order.group(1)), null, false);
    }

    private static @Nullable Gap gap(ConsumerRecord<byte[], byte[]> row) {
        String json = Headers.text(row.headers(), Headers.GAP);
        try {
            Gap gap = json == null ? null : Gap.parse(json);
            return gap == null || gap.partition() != null && gap.partition() != row.partition() ? null : gap;
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> row) {
        ModelPartition part = parts[row.partition()];
        Item item = item(row);
        if (item == null) {
            readOther(row);
            return;
        }
        settle(part, item);
        if (part.isFarAhead(item.from(), item.to())) {
            hold(part, item);
        } else if (item.gap() == null && startsAgain(part, item)) {
            hold(part, new Item(row, item.from(), item.to(), item.pos(), null, true));
        } else {
            place(part, item);
        }
    }

    private void readOther(ConsumerRecord<byte[], byte[]> row) {
        Gap gap = row.value() == null ? gap(row) : null;
        if (gap == null) {
            count("unreadable", 1);
        } else if (notices.add(row.partition() + Headers.text(row.headers(), Headers.GAP))) {
            events.add("notice " + gap.id());
        } else {
            count("repeated", 1);
        }
    }

    private static boolean startsAgain(ModelPartition part, Item order) {
        boolean follows = part.loss == null && order.from() == part.last + 1;
        return !follows
                && order.row().timestampType() == TimestampType.CREATE_TIME
                && order.from() <= part.newestSeq
                && part.newestPos >= 0
                && order.row().timestamp() > part.newestMs
                && order.pos() > part.newestPos;
    }

    private void hold(ModelPartition part, Item item) {
        if (part.held != null && !part.heldFromBefore) {
            count("unreadable", 1);
        }
        part.hold(item, false);
    }

    private void settle(ModelPartition part, Item next) {
        Item held = part.held;
        if (held == null) {
            return;
        }
        boolean fromBefore = part.heldFromBefore;
        if (held.isContinuedBy(next.from())) {
            Loss after = part.lossAfterHeld ? part.loss : null;
            part.loss = part.lossAfterHeld ? null : part.loss;
            part.hold(null, false);
            if (!fromBefore) {
                if (held.restarts()) {
                    lostBeforeRestart(part, held);
                }
                place(part, held);
            } else if (held.restarts() || held.to() > part.last) {
                part.restart(held.to());
            }
            part.loss = after == null ? part.loss : after;
        } else if (part.loss == null && next.from() == part.last + 1) {
            part.hold(null, false);
            count("unreadable", fromBefore ? 0 : 1);
        }
    }

    private void lostBeforeRestart(ModelPartition part, Item first) {
        if (part.loss != null) {
            events.add(part.loss + " up to " + (first.from() - 1));
            part.loss = null;
        }
        part.restart(first.from() - 1);
    }

    private void place(ModelPartition part, Item item) {
        if (item.gap() != null) {
            placeMarker(part, item);
        } else if (item.from() > part.last) {
            account(part, item.from() - 1);
            pass(part, item);
        } else {
            switch (part.of(item.from())) {
                case LEFT_OUT -> {
                    count("skipped late", 1);
                    events.add("late " + item.text());
                }
                case REPORTED -> count("skipped reported", 1);
                default -> count("repeated", 1);
            }
            part.mark(item.from(), item.from(), Mark.DONE);
        }
    }

    private void pass(ModelPartition part, Item order) {
        part.last = order.to();
        part.begun = true;
        part.took(order);
        events.add("order " + order.text());
    }

    private void placeMarker(ModelPartition part, Item marker) {
        List<String> runs = new ArrayList<>();
        long begin = -1;
        for (long seq = marker.from(); seq <= Math.min(marker.to(), part.last) + 1; seq++) {
            boolean lost = seq <= Math.min(marker.to(), part.last) && part.of(seq) == Mark.LEFT_OUT;
            if (lost && begin < 0) {
                begin = seq;
            } else if (!lost && begin >= 0) {
                runs.add("lost " + begin + "-" + (seq - 1));
                part.mark(begin, seq - 1, Mark.REPORTED);
                begin = -1;
            }
        }
        if (marker.to() > part.last) {
            account(part, marker.from() - 1);
            long from = Math.max(marker.from(), part.last + 1);
            // Sequences before the marker were left out just now.
            from = Math.max(from, marker.from());
            runs.add("lost " + from + "-" + marker.to());
            part.mark(from, marker.to(), Mark.REPORTED);
            part.last = marker.to();
            part.begun = true;
        }
        events.addAll(runs);
        count("repeated", runs.isEmpty() ? 1 : 0);
    }

    /** Sequences after the last one and up to this one are missing. */
    private void account(ModelPartition part, long to) {
        Loss loss = part.loss;
        part.loss = null;
        long from = part.last + 1;
        if (from > to) {
            return;
        }
        if (part.begun) {
            if (loss == null) {
                count("seq.jumped", to - from + 1);
                part.mark(from, to, Mark.LEFT_OUT);
            } else {
                lost(loss, from, to);
            }
        } else if (part.formerLast > 0 && part.formerLast < to) {
            lost(new Loss("retention", "retention"), part.formerLast + 1, to);
            part.mark(1, part.formerLast, Mark.LEFT_OUT);
        } else {
            if (loss != null) {
                events.add(loss + " up to " + to);
            }
            part.mark(1, to, Mark.LEFT_OUT);
        }
    }

    private void lost(Loss loss, long from, long to) {
        count("skipped " + loss.reason(), to - from + 1);
        events.add(loss + " " + from + "-" + to);
    }

    /** Handles the first record of a partition, if it is shed: records before it are older than the stream. */
    private void begin(ConsumerRecord<byte[], byte[]> row) {
        ModelPartition part = parts[row.partition()];
        Item item = item(row);
        if (!part.begun && item != null && item.gap() == null) {
            account(part, item.from() - 1);
            part.last = item.from() - 1;
            part.begun = true;
        }
    }

    private void wasThere(ConsumerRecord<byte[], byte[]> row) {
        ModelPartition part = parts[row.partition()];
        Item item = item(row);
        if (item == null) {
            return;
        }
        boolean ahead = item.to() > part.last;
        if (!part.begun || ahead && !part.isFarAhead(item.from(), item.to())) {
            part.hold(null, false);
            part.last = item.to();
            part.begun = true;
        } else if (part.held != null && part.held.isContinuedBy(item.from())) {
            part.hold(null, false);
            part.restart(item.to());
        } else {
            if (ahead || part.last - item.to() > ModelPartition.MANY) {
                part.hold(new Item(row, item.from(), item.to(), item.pos(), item.gap(), !ahead), true);
            }
            return;
        }
        if (item.gap() == null) {
            part.took(item);
        }
    }
}
