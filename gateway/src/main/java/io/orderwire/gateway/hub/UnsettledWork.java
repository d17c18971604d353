package io.orderwire.gateway.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Work for groups that nobody has paid for yet. It is shared out when it is worth it, so that an order costs nothing for
 * each of those who get it but its sending.
 */
final class UnsettledWork {
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final List<SharedSubscription> groups = new ArrayList<>();
    private long nanos;

    /** Work for that group, which is not among {@link #groups} if it is the first. */
    void add(SharedSubscription group, long more, boolean first) {
        nanos += more;
        if (first) {
            groups.add(group);
        }
    }

    /** Whether so much is not paid for that it has to be. */
    boolean isDue() {
        return nanos >= MOST_NANOS;
    }

    /** Lets those who get the frames of the groups pay for them; returns the nanoseconds. */
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

    /** The same for one group, before somebody joins it or leaves it. */
    static void settle(SharedSubscription group) {
        long work = group.takeWork();
        int size = group.size();
        if (work > 0 && size > 0) {
            long share = Math.max(1, work / size);
            group.forEach(member -> member.bill().charge(share));
        }
    }
}
