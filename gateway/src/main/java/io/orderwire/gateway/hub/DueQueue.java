package io.orderwire.gateway.hub;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Shared subscriptions whose frames wait, ordered by due time, and by insertion for equal times. Each is removed in
 * logarithmic time.
 */
final class DueQueue {
    /** Place of a shared subscription that does not wait. */
    static final long NOWHERE = 0;

    private static final Comparator<SharedSubscription> ORDER = ((Comparator<SharedSubscription>)
                    (one, other) -> Long.signum(one.dueNanos() - other.dueNanos()))
            .thenComparingLong(SharedSubscription::place);

    private final TreeSet<SharedSubscription> groups = new TreeSet<>(ORDER);
    private long added;

    /** Adds a shared subscription that does not wait. Its due time must not change before it is removed. */
    void add(SharedSubscription group) {
        group.place(++added);
        groups.add(group);
    }

    /** The shared subscription that is due next, null if none waits. */
    @Nullable
    SharedSubscription first() {
        return groups.isEmpty() ? null : groups.first();
    }

    /** Removes a shared subscription; does nothing if it does not wait. */
    void remove(SharedSubscription group) {
        if (group.isWaiting()) {
            groups.remove(group);
            group.place(NOWHERE);
        }
    }
}
