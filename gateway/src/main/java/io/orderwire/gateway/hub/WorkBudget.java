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
 * Who pays for the work of the reading thread: each client, its address and its token. The accounts of addresses and
 * tokens outlive their clients until their debts are paid, so that it is of no use to connect again.
 */
final class WorkBudget {
    /** Addresses and tokens without clients of which debts are remembered. */
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

    /** The accounts that pay for a client; {@link #close} ends that. */
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

    /** The client of these accounts has gone. */
    void close(List<WorkAccount> accounts) {
        accounts.forEach(account -> account.clients(-1));
        overdrawn.remove(accounts.get(0));
        if (--clients + MOST_REMEMBERED < ofAddress.size() + ofToken.size()) {
            forgetUnused(ofAddress.values(), true);
            forgetUnused(ofToken.values(), true);
        }
    }

    /** Forgets whoever has neither clients nor debts; called at intervals. */
    void tidyUp() {
        forgetUnused(ofAddress.values(), false);
        forgetUnused(ofToken.values(), false);
    }

    private static void forgetUnused(Collection<WorkAccount> accounts, boolean alsoDebts) {
        accounts.removeIf(account -> !account.hasClients() && (alsoDebts || account.isFull()));
    }

    /** The first of these accounts that is in debt, null if none is. */
    static @Nullable WorkAccount debtor(List<WorkAccount> accounts) {
        for (WorkAccount account : accounts) {
            if (account.isInDebt()) {
                return account;
            }
        }
        return null;
    }

    /** Whether there are accounts for whose debts something has to end. */
    boolean isOverdrawn() {
        return !overdrawn.isEmpty();
    }

    /** Takes those accounts. */
    List<WorkAccount> takeOverdrawn() {
        List<WorkAccount> taken = new ArrayList<>(overdrawn);
        overdrawn.clear();
        return taken;
    }

    /** Number of addresses and tokens that are known. */
    int size() {
        return ofAddress.size() + ofToken.size();
    }
}
