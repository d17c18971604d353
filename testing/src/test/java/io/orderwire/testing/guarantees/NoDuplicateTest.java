package io.orderwire.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NoDuplicateTest {
    private final NoDuplicate noDuplicate = new NoDuplicate();
    private History history;

    @BeforeEach
    void makeHistory() {
        history = History.good(12);
    }

    @Test
    void shouldAcceptAGoodHistory() {
        assertThatCode(() -> history.check(noDuplicate)).doesNotThrowAnyException();
    }

    @Test
    void shouldNotMindALostOrSwappedEvent() {
        history.lose(0);
        history.received.add(history.received.remove(40));

        assertThatCode(() -> history.check(noDuplicate)).doesNotThrowAnyException();
    }

    @Test
    void shouldNameADoubledOrder() {
        ReceivedOrder order = history.received.get(1_000);
        history.received.add(order);

        assertThatThrownBy(() -> history.check(noDuplicate))
                .isInstanceOf(AssertionError.class)
                .hasMessage("NoDuplicate is broken, of 3001 received: 1 received again: " + order.pos());
    }

    @Test
    void shouldNameAnOrderThatIsADeadLetterToo() {
        ReceivedOrder order = history.received.get(1_000);
        history.deadLetters.add(new ReceivedDeadLetter(order.pos(), order.partition(), order.seq(), "not-json"));

        assertThatThrownBy(() -> history.check(noDuplicate)).hasMessageContaining(": " + order.pos());
    }
}
