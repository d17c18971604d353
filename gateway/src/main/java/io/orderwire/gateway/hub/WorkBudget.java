package io.orderwire.gateway.hub;

import io.orderwire.websocket.limit.Payer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that pay for work of the reading thread: one for each client, each address and each token. Accounts of
 * addresses and tokens outlive their clients until their debts are paid, so that connecting again does not help.
 */
final class WorkBudget {
    /** Maximum number of addresses and tokens without clients whose debts are remembered. */
    private static final int MOST_REMEMBERED = 10_000;

    private final Hub.WorkLimits limits;
    private final LongSupplier nanoTime;
    private final Set<WorkAccount> overdrawn = new LinkedHashSet<>();
    private final Map<String, WorkAccount> ofAddress = new HashMap<>();
    private final Map<String, WorkAccount> ofToken = new HashMap<>();
    private int clients;

    WorkBudget(Hub.WorkLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** Returns the accounts that pay for a client until {@link #close}. */
    List<WorkAccount> open(Payer payer) {
        List<WorkAccount> accounts = new ArrayList<>();
        accounts.add(account(WorkAccount.Of.CLIENT, limits.clientMs()));
        if (payer.address() != null) {
            accounts.add(ofAddress.computeIfAbsent(
                    payer.address(), absent -> account(WorkAccount.Of.ADDRESS, limits.addressMs())));
        }
        if (payer.token() != null) {
            accounts.add(
                    ofToken.computeIfAbsent(payer.token(), absent -> account(WorkAccount.Of.TOKEN, limits.tokenMs())));
        }
        accounts.forEach(account -> account.clients(1));
        clients++;
        return List.copyOf(accounts);
    }

    private WorkAccount account(WorkAccount.Of of, int perSecondMs) {
        return new WorkAccount(of, perSecondMs, nanoTime, overdrawn);
    }

    /** Ends the use of accounts by a client. */
    void close(List<WorkAccount> accounts) {
        accounts.forEach(account -> account.clients(-1));
        overdrawn.remove(accounts.get(0));
        if (--clients + MOST_REMEMBERED < ofAddress.size() + ofToken.size()) {
            forgetUnused(ofAddress.values(), true);
            forgetUnused(ofToken.values(), true);
        }
    }

    /** Forgets accounts without clients and debts; called at intervals. */
    void tidyUp() {
        forgetUnused(ofAddress.values(), false);
        forgetUnused(ofToken.values(), false);
    }

    private static void forgetUnused(Collection<WorkAccount> accounts, boolean alsoDebts) {
        accounts.removeIf(account -> !account.hasClients() && (alsoDebts || account.isFull()));
    }

    /** Returns the first account in debt, null if there is none. */
    static @Nullable WorkAccount debtor(List<WorkAccount> accounts) {
        for (WorkAccount account : accounts) {
            if (account.isInDebt()) {
                return account;
            }
        }
        return null;
    }

    /** Returns true if there are accounts for whose debts subscriptions have to end. */
    boolean isOverdrawn() {
        return !overdrawn.isEmpty();
    }

    /** Takes those accounts. */
    List<WorkAccount> takeOverdrawn() {
        List<WorkAccount> taken = new ArrayList<>(overdrawn);
        overdrawn.clear();
        return taken;
    }

    /** Number of known addresses and tokens. */
    int size() {
        return ofAddress.size() + ofToken.size();
    }
}
