package io.orderwire.testing.guarantees;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Position;
import io.orderwire.testing.files.FileEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every order of the files is received at least once, its own bytes untouched and under its own user; every other event as
 * a dead letter; and only events of the files are received. An event in a gap's range of bytes may be missing: in all
 * partitions, or in the gap's own.
 *
 * <p>For a reader that gets only some events, pass only those as produced.
 */
public final class NoLoss implements Guarantee {
    private static final int ORDER_PRODUCED = 1;
    private static final int OTHER_PRODUCED = 2;
    private static final int ORDER_RECEIVED = 4;
    private static final int DEAD_LETTER_RECEIVED = 8;
    private static final int FLAG_BITS = 4;
    private static final int PARTITION_BITS = 12;
    private static final int EVERY_PARTITION = -1;

    private final int partitions;
    /** For each event, a hash in the upper bits, and below it the partition and flags. */
    private final EventTable events = new EventTable();

    private final Map<Integer, Ranges<Position>> inGaps = new HashMap<>();
    private final Findings<Position> changed = new Findings<>("received with other bytes or under another user");
    private long produced;

    /** @param partitions of the topic of orders, at most 4,096 */
    public NoLoss(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public void produced(FileEvent event) {
        produced++;
        long hash = event.order() ? EventHash.of(event.bytes(), String.valueOf(event.user())) : 0;
        note(event.pos(), event.order() ? ORDER_PRODUCED : OTHER_PRODUCED, hash, event.partition(partitions));
    }

    @Override
    public void received(ReceivedOrder order) {
        note(order.pos(), ORDER_RECEIVED, EventHash.of(order.event(), order.user()), order.partition());
    }

    @Override
    public void deadLetter(ReceivedDeadLetter letter) {
        note(letter.pos(), DEAD_LETTER_RECEIVED, 0, letter.partition());
    }

    @Override
    public void gap(Gap gap) {
        if (gap.fromPos() != null && gap.toPos() != null) {
            int partition = gap.partition() == null ? EVERY_PARTITION : gap.partition();
            inGaps.computeIfAbsent(partition, key -> new Ranges<>())
                    .add(Position.parse(gap.fromPos()), Position.parse(gap.toPos()));
        }
    }

    private void note(Position pos, int flag, long hash, int partition) {
        long known = events.get(pos);
        long knownHash = known >>> (FLAG_BITS + PARTITION_BITS);
        boolean bothHashed = (known & (ORDER_PRODUCED | ORDER_RECEIVED)) != 0 && hash != 0;
        if (bothHashed && knownHash != hash) {
            changed.add(pos);
        }
        long kept = knownHash != 0 ? knownHash : hash;
        long flags = known & ((1 << FLAG_BITS) - 1) | flag;
        events.put(pos, kept << (FLAG_BITS + PARTITION_BITS) | (long) partition << FLAG_BITS | flags);
    }

    @Override
    public void check() {
        Findings<Position> lost = new Findings<>("orders lost");
        Findings<Position> unhandled = new Findings<>("events that are not orders, without a dead letter");
        Findings<Position> buried = new Findings<>("orders that became dead letters");
        Findings<Position> notOrders = new Findings<>("received as orders although they are not");
        Findings<Position> invented = new Findings<>("received that are not in the files");
        events.forEach((pos, number) -> {
            boolean isReceived = (number & ORDER_RECEIVED) != 0;
            boolean isDead = (number & DEAD_LETTER_RECEIVED) != 0;
            if ((number & ORDER_PRODUCED) != 0) {
                if (isDead) {
                    buried.add(pos);
                } else if (!isReceived && !isInGap(pos, number)) {
                    lost.add(pos);
                }
            } else if ((number & OTHER_PRODUCED) != 0) {
                if (isReceived) {
                    notOrders.add(pos);
                } else if (!isDead && !isInGap(pos, number)) {
                    unhandled.add(pos);
                }
            } else {
                invented.add(pos);
            }
        });
        Findings.failOnAny(
                "NoLoss", produced + " events", List.of(lost, unhandled, changed, buried, notOrders, invented));
    }

    private boolean isInGap(Position pos, long number) {
        int partition = (int) (number >>> FLAG_BITS) & ((1 << PARTITION_BITS) - 1);
        return covers(EVERY_PARTITION, pos) || covers(partition, pos);
    }

    private boolean covers(int partition, Position pos) {
        Ranges<Position> ranges = inGaps.get(partition);
        return ranges != null && ranges.contains(pos);
    }
}
