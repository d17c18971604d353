package io.orderwire.testing.guarantees;

import io.orderwire.contract.gap.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * In each partition the sequence of the orders received rises by one, from 1 on; each jump is named by dead letters and
 * gaps; and what these name was not received as well. A client of everything may instead have been told how many orders
 * it did not get: then as many sequences are left over.
 */
public final class SequenceExplained implements Guarantee {
    private final Map<Integer, Sequence> sequences = new TreeMap<>();
    private final Findings<String> back = new Findings<>("received after a higher one of their partition");
    private long received;
    private long dropped;

    /** What is known of one partition. Ranges exclude their ends. */
    private static final class Sequence {
        private long begin = 1;
        private long next = 1;
        private long end = 1;
        private boolean told;
        private final Ranges<Long> missing = new Ranges<>();
        private final Ranges<Long> named = new Ranges<>();
    }

    /** For a reader that begins later: the first sequence that it is to see, or to be told of, in that partition. */
    public SequenceExplained startingAt(int partition, long seq) {
        Sequence sequence = sequence(partition);
        if (sequence.told) {
            throw new IllegalStateException("partition " + partition + " has begun already");
        }
        sequence.begin = seq;
        sequence.next = seq;
        return this;
    }

    /** For a reader that has read all: the last sequence that there is in that partition. */
    public SequenceExplained endingAt(int partition, long seq) {
        sequence(partition).end = seq + 1;
        return this;
    }

    @Override
    public void received(ReceivedOrder order) {
        received++;
        Sequence sequence = sequence(order.partition());
        sequence.told = true;
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
        Findings<String> unexplained = new Findings<>("jumps that nothing names");
        Findings<String> miscounted = new Findings<>("sequences that nothing names but how many were dropped");
        long left = 0;
        Findings<String> contradicted = new Findings<>("received although named as lost");
        for (Map.Entry<Integer, Sequence> entry : sequences.entrySet()) {
            String partition = "partition " + entry.getKey() + " ";
            Sequence sequence = entry.getValue();
            Ranges<Long> missing = new Ranges<>();
            sequence.missing.asMap().forEach(missing::add);
            missing.add(sequence.next, sequence.end);
            for (Part jump : minus(missing, sequence.named, Long.MIN_VALUE, Long.MAX_VALUE)) {
                unexplained.add(partition + jump);
                left += jump.to - jump.from;
            }
            for (Part overlap : minus(sequence.named, missing, sequence.begin, sequence.next)) {
                contradicted.add(partition + overlap);
            }
        }
        if (dropped > 0 && left != dropped) {
            miscounted.add(left + " are left over, dropped are " + dropped);
        }
        Findings.failOnAny(
                "SequenceExplained",
                received + " received from " + sequences.size() + " partitions",
                dropped > 0 ? List.of(back, miscounted, contradicted) : List.of(back, unexplained, contradicted));
    }

    /** Sequences without a hole, the end exclusive. */
    private record Part(long from, long to) {
        @Override
        public String toString() {
            return "seq " + from + (to - 1 > from ? " to " + (to - 1) : "");
        }
    }

    /** The parts of {@code whole} between the bounds that {@code taken} leaves. */
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
