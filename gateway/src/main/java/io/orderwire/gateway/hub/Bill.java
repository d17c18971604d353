package io.orderwire.gateway.hub;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** What one subscription has cost those who pay for it. */
public final class Bill {
    /** Of somebody who pays for nothing here. */
    public static final Bill NONE = new Bill(List.of());

    private final List<WorkAccount> accounts;
    private final long[] nanos;
    private final long[] periods;

    /** @param accounts all of them pay */
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

    /** What it has cost that account in its current period. */
    long nanos(WorkAccount account) {
        int i = accounts.indexOf(account);
        return i >= 0 && periods[i] == account.period() ? nanos[i] : 0;
    }

    long millis(WorkAccount account) {
        return TimeUnit.NANOSECONDS.toMillis(nanos(account));
    }
}
