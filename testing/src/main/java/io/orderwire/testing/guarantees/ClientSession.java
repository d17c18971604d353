package io.orderwire.testing.guarantees;

import io.orderwire.contract.gap.Gap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One connection of {@link ClientSessions}. */
final class ClientSession {
    /** The reported losses and orders of one partition so far. */
    private static final class Sequence {
        private long last;
        private int lastFrame;
        private final int firstFrame;
        private Ranges<Long> gaps = new Ranges<>();

        Sequence(int firstFrame) {
            this.firstFrame = firstFrame;
        }
    }

    /** Sequences that are missing before an order; gaps name some of them. */
    private record Missing(int partition, long from, long to, Ranges<Long> gaps, int afterFrame, int beforeFrame) {}

    private final int number;
    private final int partitions;
    private final Map<Integer, Sequence> sequences = new TreeMap<>();
    private final Set<String> gapIds = new HashSet<>();
    private final List<Missing> missing = new ArrayList<>();
    private final DroppedEvents drops = new DroppedEvents();
    private final Findings<String> back = new Findings<>("received after a higher one of their partition");
    private final Findings<String> gapsAgain =
            new Findings<>("gaps reported twice, or after later orders of their partition");
    private final List<String> ended = new ArrayList<>();
    private @Nullable Guarantees byPosition = Guarantees.of(new NoDuplicate(), OrderPerUser.withinEachFile());
    private int frame;
    private long orders;

    ClientSession(int number, int partitions) {
        this.number = number;
        this.partitions = partitions;
    }

    /** Takes a frame. The loss that it reports is before its first order. */
    void frame(List<ReceivedOrder> received, long dropped, List<Gap> gaps) {
        frame++;
        gaps.forEach(this::gap);
        drops.report(frame, dropped);
        received.forEach(this::order);
    }

    private void gap(Gap gap) {
        if (gap.partition() == null || gap.fromSeq() == null || gap.toSeq() == null) {
            return;
        }
        Sequence sequence = sequences.get(gap.partition());
        boolean passed = sequence != null && gap.toSeq() <= sequence.last;
        if (!gapIds.add(gap.partition() + "/" + gap.id()) || passed) {
            gapsAgain.add(gap.toJson());
        }
        if (sequence != null) {
            sequence.gaps.add(gap.fromSeq(), gap.toSeq() + 1);
        }
    }

    private void order(ReceivedOrder order) {
        orders++;
        if (byPosition != null) {
            byPosition.received(order);
        }
        Sequence sequence = sequences.get(order.partition());
        if (sequence == null) {
            sequence = new Sequence(frame);
            sequences.put(order.partition(), sequence);
        } else if (order.seq() <= sequence.last) {
            back.add(order.describe() + ", after " + sequence.last);
            return;
        } else if (order.seq() > sequence.last + 1) {
            missing.add(new Missing(
                    order.partition(), sequence.last + 1, order.seq(), sequence.gaps, sequence.lastFrame, frame));
            sequence.gaps = new Ranges<>();
        } else if (!sequence.gaps.asMap().isEmpty()) {
            // The gap was reported too early: it must not explain a later loss.
            sequence.gaps = new Ranges<>();
        }
        sequence.last = order.seq();
        sequence.lastFrame = frame;
    }

    /** Ends the connection: runs the checks that need its orders only, and releases their memory. */
    void ended() {
        Guarantees checked = byPosition;
        if (checked != null) {
            ClientSessions.collect(ended, checked::check);
            byPosition = null;
        }
    }

    long orders() {
        return orders;
    }

    long dropped() {
        return drops.total();
    }

    void check(Map<Integer, Set<Long>> deadLetters) {
        List<String> broken = new ArrayList<>(ended);
        Guarantees open = byPosition;
        if (open != null) {
            ClientSessions.collect(broken, open::check);
        }
        DroppedEvents.MissingRanges ranges = drops.missingRanges();
        for (Missing range : missing) {
            Set<Long> dead = deadLetters.getOrDefault(range.partition, Set.of());
            long unnamed = 0;
            long named = 0;
            for (long seq = range.from; seq < range.to; seq++) {
                if (!dead.contains(seq)) {
                    boolean inGap = range.gaps.contains(seq);
                    named += inGap ? 1 : 0;
                    unnamed += inGap ? 0 : 1;
                }
            }
            String text = "partition " + range.partition + ", " + unnamed + " between seq " + (range.from - 1) + " and "
                    + range.to;
            ranges.add(text, range.afterFrame, range.beforeFrame, unnamed, named);
        }
        ranges.match(this::mayHideLoss);
        List<Findings<?>> findings = List.of(back, gapsAgain, ranges.unexplained(), ranges.unfounded());
        String outOf = orders + " received";
        ClientSessions.collect(
                broken, () -> Findings.failOnAny("ClientSessions, connection " + number + ",", outOf, findings));
        if (!broken.isEmpty()) {
            throw new AssertionError("in connection " + number + ": " + String.join("\n", broken));
        }
    }

    /**
     * True if a loss that was reported in {@code lossFrame} need not show as missing sequences: because a partition's first
     * order came in that frame or later, or its last one before it.
     */
    private boolean mayHideLoss(int lossFrame) {
        return sequences.size() < partitions
                || sequences.values().stream()
                        .anyMatch(sequence -> sequence.firstFrame >= lossFrame || sequence.lastFrame < lossFrame);
    }
}
