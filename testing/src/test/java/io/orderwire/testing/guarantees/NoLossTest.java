package io.orderwire.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.position.Position;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NoLossTest {
    private final NoLoss noLoss = new NoLoss(History.PARTITIONS);
    private History history;

    @BeforeEach
    void makeHistory() {
        history = History.good(11);
    }

    @Test
    void shouldAcceptAGoodHistory() {
        assertThatCode(() -> history.check(noLoss)).doesNotThrowAnyException();
    }

    @Test
    void shouldAcceptAHistoryReceivedBeforeTheFilesAreRead() {
        history.received.forEach(noLoss::received);
        history.deadLetters.forEach(noLoss::deadLetter);
        history.produced.forEach(noLoss::produced);

        assertThatCode(noLoss::check).doesNotThrowAnyException();
    }

    @Test
    void shouldNotMindADoubledOrSwappedEvent() {
        history.received.add(0, history.received.get(10));
        history.received.add(history.received.remove(40));

        assertThatCode(() -> history.check(noLoss)).doesNotThrowAnyException();
    }

    @Test
    void shouldNameALostOrder() {
        ReceivedOrder lost = history.lose(1234);

        assertThatThrownBy(() -> history.check(noLoss))
                .isInstanceOf(AssertionError.class)
                .hasMessage("NoLoss is broken, of 3000 events: 1 orders lost: " + lost.pos());
    }

    @Test
    void shouldCountManyLostOrdersAndNameTheFirst() {
        Position first = history.received.get(0).pos();
        history.received.subList(0, 700).clear();

        assertThatThrownBy(() -> history.check(noLoss))
                .hasMessageContaining("700 orders lost: " + first + ", ")
                .hasMessageEndingWith(", …");
    }

    @Test
    void shouldNameALostDeadLetter() {
        ReceivedDeadLetter lost = history.deadLetters.remove(3);

        assertThatThrownBy(() -> history.check(noLoss))
                .hasMessageContaining("1 events that are not orders, without a dead letter: " + lost.pos());
    }

    @Test
    void shouldNameAnEventWhoseBytesChanged() {
        ReceivedOrder order = history.received.get(77);
        byte[] changed = order.event().clone();
        changed[changed.length - 2] ^= 1;
        history.received.set(77, new ReceivedOrder(order.pos(), order.partition(), order.seq(), order.user(), changed));

        assertThatThrownBy(() -> history.check(noLoss))
                .hasMessageContaining("1 received with other bytes or under another user: " + order.pos());
    }

    @Test
    void shouldNameAnEventUnderAnotherUser() {
        ReceivedOrder order = history.received.get(78);
        String other = history.received
                .get(history.after(78, next -> !next.user().equals(order.user())))
                .user();
        history.received.set(78, new ReceivedOrder(order.pos(), order.partition(), order.seq(), other, order.event()));

        assertThatThrownBy(() -> history.check(noLoss))
                .hasMessageContaining("1 received with other bytes or under another user: " + order.pos());
    }

    @Test
    void shouldNameADoubledEventWhoseSecondBytesDiffer() {
        ReceivedOrder order = history.received.get(5);
        byte[] other = "{}".getBytes(StandardCharsets.UTF_8);
        history.received.add(new ReceivedOrder(order.pos(), order.partition(), order.seq(), order.user(), other));

        assertThatThrownBy(() -> history.check(noLoss)).hasMessageContaining("other bytes");
    }

    @Test
    void shouldNameAnEventThatStandsInNoFile() {
        ReceivedOrder order = history.received.get(5);
        Position elsewhere =
                new Position(order.pos().file().nextGeneration(), order.pos().offset());
        history.received.add(new ReceivedOrder(elsewhere, order.partition(), order.seq(), order.user(), order.event()));

        assertThatThrownBy(() -> history.check(noLoss))
                .hasMessageContaining("1 received that are not in the files: " + elsewhere);
    }

    @Test
    void shouldNameAnOrderThatBecameADeadLetter() {
        ReceivedOrder lost = history.lose(50);
        history.deadLetters.add(new ReceivedDeadLetter(lost.pos(), lost.partition(), lost.seq(), "not-json"));

        assertThatThrownBy(() -> history.check(noLoss))
                .hasMessageContaining("1 orders that became dead letters: " + lost.pos());
    }

    @Test
    void shouldNameADeadLetterThatBecameAnOrder() {
        ReceivedDeadLetter letter = history.deadLetters.remove(2);
        history.received.add(
                new ReceivedOrder(letter.pos(), letter.partition(), letter.seq(), "0x0", new byte[] {'{', '}'}));

        assertThatThrownBy(() -> history.check(noLoss))
                .hasMessageContaining("1 received as orders although they are not: " + letter.pos());
    }

    @Test
    void shouldExcuseWhatAGapNames() {
        history.addGap(history.lose(600));

        assertThatCode(() -> history.check(noLoss)).doesNotThrowAnyException();
    }

    @Test
    void shouldNotExcuseAnotherPartitionsGap() {
        ReceivedOrder lost = history.lose(600);
        ReceivedOrder elsewhere =
                history.received.get(history.after(0, order -> order.partition() != lost.partition()));
        history.gaps.add(History.gap("g", elsewhere, "20260505/9@0", "20260505/11@0", 1L));

        assertThatThrownBy(() -> history.check(noLoss)).hasMessageContaining("1 orders lost: " + lost.pos());
    }

    @Test
    void shouldNotExcuseWhatLiesRightBehindAGap() {
        history.addGap(history.lose(600));
        ReceivedOrder next = history.lose(600);

        assertThatThrownBy(() -> history.check(noLoss)).hasMessageContaining("1 orders lost: " + next.pos());
    }
}
