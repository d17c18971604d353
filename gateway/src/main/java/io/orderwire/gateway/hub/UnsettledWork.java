package io.orderwire.gateway.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Work for shared subscriptions that was not charged yet. It is divided among the subscribers only after enough of it was
 * done, so that an order does not need accounting per subscriber.
 */
final class UnsettledWork {
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final List<SharedSubscription> groups = new ArrayList<>();
    private long nanos;

    /** Adds work for a shared subscription; {@code first} if it is not among {@link #groups} yet. */
    void add(SharedSubscription group, long more, boolean first) {
        nanos += more;
        if (first) {
            groups.add(group);
        }
    }

    /** Returns true if there is so much unsettled work that it has to be charged. */
    boolean isDue() {
        return nanos >= MOST_NANOS;
    }

    /** Charges the subscribers for the work; returns its nanoseconds. */
    long settle() {
        for (int i = 0; i < groups.size(); i++) {
            settle(groups.get(i));
            groups.get(i).settled();
        }
        groups.clear();
        long settled = nanos;
        nanos = 0;
        return settled;
    }

    /** The same for one shared subscription, before a subscriber joins or leaves. */
    static void settle(SharedSubscription group) {
        long work = group.takeWork();
        int size = group.size();
        if (work > 0 && size > 0) {
            long share = Math.max(1, work / size);
            group.forEach(member -> member.bill().charge(share));
        }
    }
}
