package io.orderwire.gateway.hub;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Shared subscriptions whose frames wait, the next one due first; of those due at the same time, the one added first. Any group
 * is removed in logarithmic time.
 */
final class DueQueue {
    /** Place of a group that does not wait. */
    static final long NOWHERE = 0;

    private static final Comparator<SharedSubscription> ORDER = ((Comparator<SharedSubscription>)
                    (one, other) -> Long.signum(one.dueNanos() - other.dueNanos()))
            .thenComparingLong(SharedSubscription::place);

    private final TreeSet<SharedSubscription> groups = new TreeSet<>(ORDER);
    private long added;

    /** Adds a group that does not wait; when it is due may not change before it is removed. */
    void add(SharedSubscription group) {
        group.place(++added);
        groups.add(group);
    }

    /** The one that is due next, null if none waits. */
    @Nullable
    SharedSubscription first() {
        return groups.isEmpty() ? null : groups.first();
    }

    /** Removes a group; does nothing if it does not wait. */
    void remove(SharedSubscription group) {
        if (group.isWaiting()) {
            groups.remove(group);
            group.place(NOWHERE);
        }
    }
}
