package io.orderwire.gateway.fanout;

import io.orderwire.gateway.client.Client;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Chooses which subscriptions end when an account is in debt. */
final class CostlySubscriptions {
    /** At one time: each end is an answer, of which a client may have only so many waiting. */
    static final int MOST = 256;

    /** A subscription of a client. */
    record Candidate(Client client, Holdings.Held held) {}

    private CostlySubscriptions() {}

    /** The most costly ones, until what the others cost is less than the account gets. */
    static List<Candidate> toEnd(List<Candidate> candidates, WorkAccount account) {
        List<Candidate> costly = new ArrayList<>(candidates);
        costly.sort(Comparator.comparingLong(one -> -one.held.bill().nanos(account)));
        long rest =
                costly.stream().mapToLong(one -> one.held.bill().nanos(account)).sum();
        int count = 0;
        while (count < Math.min(MOST, costly.size()) && rest > account.allowedInPeriod()) {
            rest -= costly.get(count++).held.bill().nanos(account);
        }
        return costly.subList(0, count);
    }
}
