package io.orderwire.testing.guarantees;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The orders of each user are received in file order, and all from one partition. An order that is immediately repeated is
 * not out of order; {@link NoDuplicate} reports it.
 */
public final class OrderPerUser implements Guarantee {
    private final boolean acrossFiles;
    private final Map<User, Last> lasts = new HashMap<>();
    private final Map<String, Integer> partitions = new HashMap<>();
    private final Findings<String> late = new Findings<>("received after a later one of the same user");
    private final Findings<String> elsewhere =
            new Findings<>("received from another partition than their user's first");
    private long received;

    /** A user, in one file or in all of them. */
    private record User(String address, @Nullable HourFile file) {}

    private static final class Last {
        private Position pos;

        Last(Position pos) {
            this.pos = pos;
        }
    }

    private OrderPerUser(boolean acrossFiles) {
        this.acrossFiles = acrossFiles;
    }

    /** Compares orders within one file only. This order also holds with late files and late appends. */
    public static OrderPerUser withinEachFile() {
        return new OrderPerUser(false);
    }

    /** Compares orders of different files too, by date, hour and generation: for files written one after the other. */
    public static OrderPerUser acrossFiles() {
        return new OrderPerUser(true);
    }

    @Override
    public void received(ReceivedOrder order) {
        received++;
        Integer first = partitions.putIfAbsent(order.user(), order.partition());
        if (first != null && first != order.partition()) {
            elsewhere.add(order.describe() + " not from " + first);
        }
        User user = new User(order.user(), acrossFiles ? null : order.pos().file());
        Last last = lasts.computeIfAbsent(user, key -> new Last(order.pos()));
        if (order.pos().compareTo(last.pos) < 0) {
            late.add(order.describe() + " after " + last.pos);
        } else {
            last.pos = order.pos();
        }
    }

    @Override
    public void check() {
        Findings.failOnAny("OrderPerUser", received + " received", List.of(late, elsewhere));
    }
}
