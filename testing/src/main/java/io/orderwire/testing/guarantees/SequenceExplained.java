package io.orderwire.testing.guarantees;

import io.orderwire.contract.gap.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * In each partition, the sequences of the received orders are consecutive from 1 on, except for those that dead letters and
 * gaps name; and sequences that these name are not received as well. For a client of all orders, a number of dropped orders
 * may be reported instead: then as many sequences must be missing without a name.
 */
public final class SequenceExplained implements Guarantee {
    private final Map<Integer, Sequence> sequences = new TreeMap<>();
    private final Findings<String> back = new Findings<>("received after a higher one of their partition");
    private long received;
    private long dropped;

    /** The state of one partition. Ranges exclude their ends. */
    private static final class Sequence {
        private long begin = 1;
        private long next = 1;
        private long end = 1;
        private boolean begun;
        private final Ranges<Long> missing = new Ranges<>();
        private final Ranges<Long> named = new Ranges<>();
    }

    /** For a reader that begins later: sets the first sequence of the partition that must be received or explained. */
    public SequenceExplained startingAt(int partition, long seq) {
        Sequence sequence = sequence(partition);
        if (sequence.begun) {
            throw new IllegalStateException("partition " + partition + " has begun already");
        }
        sequence.begin = seq;
        sequence.next = seq;
        return this;
    }

    /** For a reader that has read everything: sets the last sequence of the partition. */
    public SequenceExplained endingAt(int partition, long seq) {
        sequence(partition).end = seq + 1;
        return this;
    }

    @Override
    public void received(ReceivedOrder order) {
        received++;
        Sequence sequence = sequence(order.partition());
        sequence.begun = true;
        if (order.seq() < sequence.next) {
            back.add(order.describe() + ", expected " + sequence.next);
            return;
        }
        sequence.missing.add(sequence.next, order.seq());
        sequence.next = order.seq() + 1;
    }

    @Override
    public void deadLetter(ReceivedDeadLetter letter) {
        sequence(letter.partition()).named.add(letter.seq(), letter.seq() + 1);
    }

    @Override
    public void gap(Gap gap) {
        if (gap.partition() != null && gap.fromSeq() != null && gap.toSeq() != null) {
            sequence(gap.partition()).named.add(gap.fromSeq(), gap.toSeq() + 1);
        }
    }

    @Override
    public void dropped(long orders) {
        dropped += orders;
    }

    private Sequence sequence(int partition) {
        return sequences.computeIfAbsent(partition, key -> new Sequence());
    }

    @Override
    public void check() {
        Findings<String> unexplained = new Findings<>("ranges of missing sequences without a report");
        Findings<String> miscounted =
                new Findings<>("numbers of missing sequences that differ from the number of dropped events");
        long left = 0;
        Findings<String> contradicted = new Findings<>("received although named as lost");
        for (Map.Entry<Integer, Sequence> entry : sequences.entrySet()) {
            String partition = "partition " + entry.getKey() + " ";
            Sequence sequence = entry.getValue();
            Ranges<Long> missing = new Ranges<>();
            sequence.missing.asMap().forEach(missing::add);
            missing.add(sequence.next, sequence.end);
            for (Part part : minus(missing, sequence.named, Long.MIN_VALUE, Long.MAX_VALUE)) {
                unexplained.add(partition + part);
                left += part.to - part.from;
            }
            for (Part overlap : minus(sequence.named, missing, sequence.begin, sequence.next)) {
                contradicted.add(partition + overlap);
            }
        }
        if (dropped > 0 && left != dropped) {
            miscounted.add(left + " are missing without a name, but the number of dropped events is " + dropped);
        }
        Findings.failOnAny(
                "SequenceExplained",
                received + " received from " + sequences.size() + " partitions",
                dropped > 0 ? List.of(back, miscounted, contradicted) : List.of(back, unexplained, contradicted));
    }

    /** Consecutive sequences, the end exclusive. */
    private record Part(long from, long to) {
        @Override
        public String toString() {
            return "seq " + from + (to - 1 > from ? " to " + (to - 1) : "");
        }
    }

    /** The parts of {@code whole} between {@code lowest} and {@code bound} that are not in {@code taken}. */
    private static List<Part> minus(Ranges<Long> whole, Ranges<Long> taken, long lowest, long bound) {
        List<Part> left = new ArrayList<>();
        whole.asMap().forEach((from, to) -> {
            long at = Math.max(from, lowest);
            long end = Math.min(to, bound);
            while (at < end) {
                long covered = taken.endFrom(at, at);
                if (covered > at) {
                    at = covered;
                    continue;
                }
                long next = Math.min(end, taken.beginFrom(at, end));
                left.add(new Part(at, next));
                at = next;
            }
        });
        return left;
    }
}
