package io.orderwire.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.gap.Gap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountedTest {
    private final Accounted accounted = new Accounted();
    private History history;

    @BeforeEach
    void makeHistory() {
        history = History.good(15);
        accounted.files(history.counts());
    }

    @Test
    void shouldAcceptAGoodHistory() {
        accounted.reported(history.accounts());

        assertThatCode(() -> history.check(accounted)).doesNotThrowAnyException();
    }

    @Test
    void shouldAcceptALossThatIsToldAndCounted() {
        history.addGap(history.lose(4));
        accounted.reported(history.accounts());

        assertThatCode(() -> history.check(accounted)).doesNotThrowAnyException();
    }

    @Test
    void shouldAcceptALossToRetentionInTheParsersAccount() {
        history.addGap(history.lose(4));
        history.gaps.replaceAll(gap -> Gap.builder(gap.id(), Gap.Where.RETENTION, Gap.Reason.RETENTION)
                .partition(gap.partition())
                .seqs(gap.fromSeq(), gap.toSeq())
                .events(gap.events())
                .times(0, 0)
                .build());
        accounted.reported(history.accounts());

        assertThatCode(() -> history.check(accounted)).doesNotThrowAnyException();
    }

    @Test
    void shouldTakeAGapsLastCount() {
        ReceivedOrder lost = history.lose(4);
        history.gaps.add(History.gap("g0", lost, "20260505/9@0", "20260505/9@1", null));
        history.addGap(lost);
        history.gaps.add(history.gaps.get(0));
        accounted.reported(history.accounts());

        assertThatCode(() -> history.check(accounted)).doesNotThrowAnyException();
    }

    @Test
    void shouldNameAnIdentityThatDoesNotHold() {
        Accounts good = history.accounts();
        accounted.reported(new Accounts(
                good.found() + 1, 0, 0, good.orders(), good.deadLetters(), 0, good.linesRead(), good.linesEmpty()));

        assertThatThrownBy(() -> history.check(accounted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "found is 3001, but skipped, duplicates, orders, dead letters and shed add up to 3000")
                .hasMessageContaining("found is 3001, but the files hold 3000");
    }

    @Test
    void shouldNameALostEventThatTheAccountHides() {
        history.lose(4);
        accounted.reported(history.accounts());

        assertThatThrownBy(() -> history.check(accounted))
                .hasMessageContaining("found is 2999, but the files hold 3000");
    }

    @Test
    void shouldNameALossThatIsCountedAndNotTold() {
        history.addGap(history.lose(4));
        accounted.reported(history.accounts());
        history.gaps.clear();

        assertThatThrownBy(() -> history.check(accounted))
                .hasMessageContaining("shedByParser is 1, but the gaps of the parser and retention name 0");
    }

    @Test
    void shouldNameADoubledEvent() {
        accounted.reported(history.accounts());
        history.received.add(history.received.get(0));

        assertThatThrownBy(() -> history.check(accounted))
                .hasMessageContaining("orders is 2850, but there were received 2851");
    }

    @Test
    void shouldNameLinesThatDiffer() {
        Accounts good = history.accounts();
        accounted.reported(new Accounts(good.found(), 0, 0, good.orders(), good.deadLetters(), 0, good.linesRead(), 4));

        assertThatThrownBy(() -> history.check(accounted))
                .hasMessageContaining("lines empty is 4, but the files hold 5");
    }

    @Test
    void shouldFailWithoutAnAccount() {
        assertThatThrownBy(() -> history.check(new Accounted())).hasMessage("Accounted: no account was given");
    }

    @Test
    void shouldReadTheAnswerToStats() {
        String stats = """
                {"events":{"found":21,"skippedAtIngest":1,"duplicates":2,"orders":3,"deadLetters":4,"shedByParser":11},
                 "lines":{"read":30,"empty":9},"gateway":{"skipped":0,"droppedSlow":0},"exact":true}""";

        assertThat(Accounts.parse(stats)).isEqualTo(new Accounts(21, 1, 2, 3, 4, 11, 30, 9));
        assertThatThrownBy(() -> Accounts.parse(stats.replace("\"orders\":3", "\"orders\":null")))
                .hasMessageContaining("/events/orders");
    }
}
