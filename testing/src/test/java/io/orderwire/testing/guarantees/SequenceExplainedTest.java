package io.orderwire.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SequenceExplainedTest {
    private final SequenceExplained explained = new SequenceExplained();
    private History history;

    @BeforeEach
    void makeHistory() {
        history = History.good(14);
    }

    @Test
    void shouldAcceptAGoodHistory() {
        assertThatCode(() -> history.check(explained)).doesNotThrowAnyException();
    }

    @Test
    void shouldAcceptAJumpThatAGapNames() {
        history.addGap(history.lose(0));
        history.addGap(history.lose(1_700));
        history.gaps.add(history.gaps.get(0));

        assertThatCode(() -> history.check(explained)).doesNotThrowAnyException();
    }

    @Test
    void shouldAcceptAsManyMissingAsAClientWasToldToHaveBeenDropped() {
        history.lose(900);
        history.lose(1_700);
        explained.dropped(1);
        explained.dropped(1);

        assertThatCode(() -> history.check(explained)).doesNotThrowAnyException();
    }

    @Test
    void shouldNameHowManyAreMissingWhenAnotherNumberWasDropped() {
        history.lose(900);
        explained.dropped(2);

        assertThatThrownBy(() -> history.check(explained))
                .hasMessageContaining("1 are missing without a name, but the number of dropped events is 2");
    }

    @Test
    void shouldNameAnUnexplainedJump() {
        ReceivedOrder lost = history.lose(1_700);

        assertThatThrownBy(() -> history.check(explained))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 ranges of missing sequences without a report: partition " + lost.partition()
                        + " seq " + lost.seq());
    }

    @Test
    void shouldNameAJumpAtTheBeginning() {
        ReceivedOrder lost = history.lose(0);

        assertThatThrownBy(() -> history.check(explained))
                .hasMessageContaining("partition " + lost.partition() + " seq 1");
    }

    @Test
    void shouldNameTheUnexplainedPartOfAJump() {
        int partition = history.received.get(500).partition();
        history.received.removeIf(order -> order.partition() == partition && order.seq() >= 100 && order.seq() < 140);
        history.deadLetters.removeIf(letter -> letter.partition() == partition);
        ReceivedOrder middle = new ReceivedOrder(history.received.get(0).pos(), partition, 120, "0x0", new byte[0]);
        history.gaps.add(History.gap("g", middle, "20260505/9@0", "20260505/9@1", 1L));

        assertThatThrownBy(() -> history.check(explained))
                .hasMessageContaining("partition " + partition + " seq 100 to 119")
                .hasMessageContaining("partition " + partition + " seq 121 to 139");
    }

    @Test
    void shouldNameASwapWithinAPartition() {
        ReceivedOrder early = history.received.get(300);
        int later = history.after(300, order -> order.partition() == early.partition());
        Collections.swap(history.received, 300, later);

        assertThatThrownBy(() -> history.check(explained))
                .hasMessageContaining("1 received after a higher one of their partition: " + early.pos());
    }

    @Test
    void shouldNameADoubledEvent() {
        ReceivedOrder order = history.received.get(300);
        history.received.add(order);

        assertThatThrownBy(() -> history.check(explained))
                .hasMessageContaining("1 received after a higher one of their partition: " + order.pos());
    }

    @Test
    void shouldNameWhatIsCalledLostButWasReceived() {
        ReceivedOrder order = history.received.get(800);
        history.addGap(order);

        assertThatThrownBy(() -> history.check(explained))
                .hasMessageContaining(
                        "1 received although named as lost: partition " + order.partition() + " seq " + order.seq());
    }

    @Test
    void shouldBeginWhereItIsTold() {
        int partition = history.received.get(0).partition();
        history.received.removeIf(order -> order.partition() == partition && order.seq() < 200);
        explained.startingAt(partition, 200);

        assertThatCode(() -> history.check(explained)).doesNotThrowAnyException();
    }

    @Test
    void shouldNameALossAtTheEndItIsTold() {
        ReceivedOrder last = history.lose(history.received.size() - 1);
        explained.endingAt(last.partition(), last.seq());

        assertThatThrownBy(() -> history.check(explained))
                .hasMessageContaining("1 ranges of missing sequences without a report: partition " + last.partition()
                        + " seq " + last.seq());
    }
}
