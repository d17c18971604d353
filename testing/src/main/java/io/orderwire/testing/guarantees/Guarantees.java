package io.orderwire.testing.guarantees;

import io.orderwire.contract.gap.Gap;
import io.orderwire.testing.files.FileEvent;
import java.util.List;

/** Several guarantees at once: passes everything on to each, and fails with all that are violated. */
public final class Guarantees implements Guarantee {
    private final List<Guarantee> all;

    private Guarantees(List<Guarantee> all) {
        this.all = all;
    }

    /** Combines guarantees. */
    public static Guarantees of(Guarantee... all) {
        return new Guarantees(List.of(all));
    }

    /**
     * Each event exactly once, in order, and each loss reported: for a reader from the first record on.
     *
     * @param partitions of the topic of orders
     */
    public static Guarantees exactlyOnceInOrder(int partitions) {
        return of(new NoLoss(partitions), new NoDuplicate(), OrderPerUser.withinEachFile(), new SequenceExplained());
    }

    @Override
    public void produced(FileEvent event) {
        all.forEach(guarantee -> guarantee.produced(event));
    }

    @Override
    public void received(ReceivedOrder order) {
        all.forEach(guarantee -> guarantee.received(order));
    }

    @Override
    public void deadLetter(ReceivedDeadLetter letter) {
        all.forEach(guarantee -> guarantee.deadLetter(letter));
    }

    @Override
    public void gap(Gap gap) {
        all.forEach(guarantee -> guarantee.gap(gap));
    }

    @Override
    public void dropped(long orders) {
        all.forEach(guarantee -> guarantee.dropped(orders));
    }

    @Override
    public void check() {
        StringBuilder broken = new StringBuilder();
        for (Guarantee guarantee : all) {
            try {
                guarantee.check();
            } catch (AssertionError e) {
                broken.append(broken.isEmpty() ? "" : "\n").append(e.getMessage());
            }
        }
        if (!broken.isEmpty()) {
            throw new AssertionError(broken.toString());
        }
    }
}
