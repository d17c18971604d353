package io.orderwire.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class GuaranteesTest {
    private final Guarantees guarantees = Guarantees.exactlyOnceInOrder(History.PARTITIONS);

    @Test
    void shouldAcceptAGoodHistory() {
        assertThatCode(() -> History.good(16).check(guarantees)).doesNotThrowAnyException();
    }

    @Test
    void shouldFailWithAllThatIsBroken() {
        History history = History.good(17);
        ReceivedOrder early = history.received.get(300);
        Collections.swap(
                history.received, 300, history.after(300, order -> order.user().equals(early.user())));
        history.received.add(history.received.get(7));
        history.lose(900);

        assertThatThrownBy(() -> history.check(guarantees))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("NoLoss is broken")
                .hasMessageContaining("NoDuplicate is broken")
                .hasMessageContaining("OrderPerUser is broken")
                .hasMessageContaining("SequenceExplained is broken");
    }
}
