package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.Answers;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.stats.WorkMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Charges clients for the work of the hub's thread, and finds subscriptions that cost too much. */
final class ClientWork {
    private final SharedSubscriptions groups;
    private final WorkBudget budget;
    private final HeldByClients clients;
    private final WorkMetrics work;

    ClientWork(SharedSubscriptions groups, WorkBudget budget, HeldByClients clients, WorkMetrics work) {
        this.groups = groups;
        this.budget = budget;
        this.clients = clients;
        this.work = work;
    }

    /**
     * Charges a client for work outside its subscriptions. Returns an account that is near its maximum debt, null if there
     * is none.
     */
    @Nullable
    WorkAccount charge(Client client, long nanos) {
        if (client.isGone()) {
            return null;
        }
        Holdings held = clients.of(client);
        held.charge(nanos);
        return held.accounts().stream()
                .filter(WorkAccount::isHopeless)
                .findFirst()
                .orElse(null);
    }

    /** An account in debt, whose clients may not begin anything; null if there is none. */
    @Nullable
    WorkAccount debtor(Holdings held) {
        WorkAccount debtor = WorkBudget.debtor(held.accounts());
        if (debtor != null) {
            work.refused(debtor.of().tag());
        }
        return debtor;
    }

    /**
     * Charges all clients for the work up to now, and ends subscriptions of accounts that exceed their debt.
     *
     * @param end ends a subscription
     */
    void settle(BiConsumer<Client, SubscriptionSpec> end) {
        work.worked(groups.settleWork());
        if (budget.isOverdrawn()) {
            budget.takeOverdrawn().forEach(account -> relieve(account, end));
        }
    }

    private void relieve(WorkAccount account, BiConsumer<Client, SubscriptionSpec> end) {
        List<CostlySubscriptions.Candidate> candidates = new ArrayList<>();
        clients.forEach((client, held) -> {
            if (held.accounts().contains(account)) {
                held.all().forEach(one -> candidates.add(new CostlySubscriptions.Candidate(client, one)));
            }
        });
        CostlySubscriptions.Choice choice = CostlySubscriptions.toEnd(candidates, account);
        for (CostlySubscriptions.Candidate costly : choice.ending()) {
            Holdings.Held held = costly.held();
            String cost = "; in " + account.periodMillis() + " ms this subscription took "
                    + held.bill().millis(account)
                    + " ms of it, more than those that continue; ask for fewer orders, or for larger batches with batchMs";
            costly.client().attempt(() -> {
                end.accept(costly.client(), held.spec());
                costly.client().offer(null, Answers.ended(held.spec(), held.id(), account.limit() + cost));
            });
            work.ended(account.of().tag());
        }
        if (choice.isAll()) {
            account.relieved();
        }
    }

    /** Forgets accounts whose debts are paid, and updates the highest use of a limit; called at intervals. */
    void tidyUp() {
        budget.tidyUp();
        double[] highest = {0};
        clients.forEach(
                (client, held) -> held.accounts().forEach(account -> highest[0] = Math.max(highest[0], account.use())));
        work.highestUse(highest[0]);
    }
}
