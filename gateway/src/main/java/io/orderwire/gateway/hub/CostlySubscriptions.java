package io.orderwire.gateway.hub;

import io.orderwire.gateway.session.Client;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Chooses which subscriptions end when an account is in debt. */
final class CostlySubscriptions {
    /**
     * Maximum number of subscriptions that end at one time: each end sends an answer, and the answers that may wait for a
     * client are limited.
     */
    private static final int MOST = 256;

    /** Maximum size of the filters that are removed from the index at one time. */
    private static final long MOST_BYTES = 1 << 20;

    /**
     * Subscriptions that are to end now.
     *
     * @param isAll false if more subscriptions have to end later
     */
    record Choice(List<Candidate> ending, boolean isAll) {}

    /** A subscription of a client. */
    record Candidate(Client client, Holdings.Held held) {}

    private CostlySubscriptions() {}

    /** Chooses the most costly subscriptions, until the cost of the others is within the account's allowance. */
    static Choice toEnd(List<Candidate> candidates, WorkAccount account) {
        List<Candidate> costly = new ArrayList<>(candidates);
        costly.sort(Comparator.comparingLong(one -> -one.held.bill().nanos(account)));
        long rest =
                costly.stream().mapToLong(one -> one.held.bill().nanos(account)).sum();
        int count = 0;
        long bytes = 0;
        while (count < Math.min(MOST, costly.size()) && bytes < MOST_BYTES && rest > account.allowedInPeriod()) {
            Holdings.Held next = costly.get(count++).held;
            rest -= next.bill().nanos(account);
            bytes += next.spec().memory();
        }
        return new Choice(costly.subList(0, count), count == costly.size() || rest <= account.allowedInPeriod());
    }
}
