package io.orderwire.testing.guarantees;

import io.orderwire.contract.position.Position;
import java.util.List;

/** No event is received twice, neither as an order nor as a dead letter nor as one of each. */
public final class NoDuplicate implements Guarantee {
    private final EventTable times = new EventTable();
    private final Findings<Position> again = new Findings<>("received again");
    private long received;

    @Override
    public void received(ReceivedOrder order) {
        note(order.pos());
    }

    @Override
    public void deadLetter(ReceivedDeadLetter letter) {
        note(letter.pos());
    }

    private void note(Position pos) {
        received++;
        long before = times.get(pos);
        times.put(pos, before + 1);
        if (before > 0) {
            again.add(pos);
        }
    }

    @Override
    public void check() {
        Findings.failOnAny("NoDuplicate", received + " received", List.of(again));
    }
}
