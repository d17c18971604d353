package io.orderwire.gateway.hub;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** The cost of one subscription to each account that pays for it. */
public final class Bill {
    /** The bill of a subscription that nobody pays for. */
    public static final Bill NONE = new Bill(List.of());

    private final List<WorkAccount> accounts;
    private final long[] nanos;
    private final long[] periods;

    /** @param accounts each of them pays the full cost */
    Bill(List<WorkAccount> accounts) {
        this.accounts = accounts;
        this.nanos = new long[accounts.size()];
        this.periods = new long[accounts.size()];
    }

    /** Adds work to it. */
    void charge(long work) {
        for (int i = 0; i < nanos.length; i++) {
            WorkAccount account = accounts.get(i);
            account.charge(work);
            if (periods[i] != account.period()) {
                periods[i] = account.period();
                nanos[i] = 0;
            }
            nanos[i] += work;
        }
    }

    /** The cost to {@code account} in its current period. */
    long nanos(WorkAccount account) {
        int i = accounts.indexOf(account);
        return i >= 0 && periods[i] == account.period() ? nanos[i] : 0;
    }

    long millis(WorkAccount account) {
        return TimeUnit.NANOSECONDS.toMillis(nanos(account));
    }
}
