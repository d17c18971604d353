package io.orderwire.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.websocket.limit.Payer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkBudgetTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private long nowNanos = 17;
    private final WorkBudget budget = new WorkBudget(new Hub.WorkLimits(100, 250, 1_000), () -> nowNanos);

    @Test
    void shouldAllowTheRateInTheLongRunAndAnEighthOfASecondOfItAtOnce() {
        List<WorkAccount> client = budget.open(Payer.UNKNOWN);
        charge(client, 12);
        assertThat(budget.isOverdrawn()).isFalse();
        for (int i = 0; i < 100; i++) {
            nowNanos += 120 * MS;
            charge(client, 12);
        }
        assertThat(budget.isOverdrawn()).isFalse();

        charge(client, 2);
        assertThat(budget.takeOverdrawn()).containsExactlyElementsOf(client);
        assertThat(WorkBudget.debtor(client)).isSameAs(client.get(0));
        nowNanos += 21 * MS;
        assertThat(WorkBudget.debtor(client)).isNull();
    }

    @Test
    void shouldLetClientsOfAnAddressOrTokenShareABound() {
        List<WorkAccount> first = budget.open(new Payer("10.0.0.1", "t"));
        List<WorkAccount> second = budget.open(new Payer("10.0.0.1", "t"));
        List<WorkAccount> other = budget.open(new Payer("10.0.0.2", "t"));
        charge(first, 12);
        charge(second, 12);
        assertThat(budget.isOverdrawn()).isFalse();
        List<WorkAccount> third = budget.open(new Payer("10.0.0.1", null));
        charge(third, 10);

        assertThat(budget.takeOverdrawn()).containsExactly(third.get(1));
        assertThat(third.get(1).of()).isEqualTo(WorkAccount.Of.ADDRESS);
        assertThat(WorkBudget.debtor(first)).isSameAs(third.get(1));
        assertThat(WorkBudget.debtor(other)).isNull();
    }

    @Test
    void shouldRememberDebtsOfWhoHasGoneUntilTheyArePaid() {
        Payer payer = new Payer("10.0.0.1", null);
        List<WorkAccount> client = budget.open(payer);
        client.forEach(account -> account.charge(500 * MS));
        budget.close(client);
        budget.tidyUp();
        List<WorkAccount> again = budget.open(payer);
        assertThat(WorkBudget.debtor(again)).isNotNull();
        assertThat(again.get(1).secondsToPay()).isEqualTo(2);
        budget.close(again);
        budget.tidyUp();
        assertThat(budget.size()).isEqualTo(1);

        nowNanos += TimeUnit.SECONDS.toNanos(3);
        budget.tidyUp();
        assertThat(budget.size()).isZero();
    }

    @Test
    void shouldNoticeCostsThatGoOnWhereTheDebtIsTheMostThatThereCanBe() {
        List<WorkAccount> client = budget.open(Payer.UNKNOWN);
        charge(client, 10_000);
        assertThat(client.get(0).isHopeless()).isTrue();
        budget.takeOverdrawn().forEach(WorkAccount::relieved);
        for (int i = 0; i < 10; i++) {
            nowNanos += 10 * MS;
            charge(client, 20);
        }
        assertThat(budget.takeOverdrawn()).containsExactly(client.get(0));

        nowNanos += 1_100 * MS;
        assertThat(client.get(0).isHopeless()).isFalse();
    }

    @Test
    void shouldRememberABoundedNumberOfDebts() {
        for (int i = 0; i < 30_000; i++) {
            List<WorkAccount> client = budget.open(new Payer("10.0." + i, null));
            client.forEach(account -> account.charge(10_000 * MS));
            budget.close(client);
        }

        assertThat(budget.size()).isLessThan(10_100);
    }

    @Test
    void shouldEndNothingMoreForADebtThatDoesNotGrow() {
        List<WorkAccount> client = budget.open(Payer.UNKNOWN);
        charge(client, 100);
        budget.takeOverdrawn().forEach(WorkAccount::relieved);
        charge(client, 5);
        assertThat(budget.isOverdrawn()).isFalse();
        charge(client, 3);
        assertThat(budget.isOverdrawn()).isTrue();
    }

    @Test
    void shouldForgiveWhatExceedsSomeSeconds() {
        List<WorkAccount> client = budget.open(Payer.UNKNOWN);
        charge(client, 1_000_000);

        assertThat(client.get(0).secondsToPay()).isEqualTo(5);
    }

    @Test
    void shouldSumUpCostsByPeriod() {
        List<WorkAccount> client = budget.open(Payer.UNKNOWN);
        Bill bill = new Bill(client);
        bill.charge(30 * MS);
        assertThat(bill.millis(client.get(0))).isEqualTo(30);
        nowNanos += TimeUnit.SECONDS.toNanos(1);
        bill.charge(20 * MS);
        assertThat(bill.millis(client.get(0))).as("full again in between").isEqualTo(20);
        long allowed = client.get(0).allowedInPeriod();
        nowNanos += 100 * MS;
        bill.charge(MS);
        assertThat(client.get(0).allowedInPeriod() - allowed).isEqualTo(9 * MS);
    }

    private static void charge(List<WorkAccount> accounts, long ms) {
        accounts.forEach(account -> account.charge(ms * MS));
    }
}
