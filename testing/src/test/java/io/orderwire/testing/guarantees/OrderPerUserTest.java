package io.orderwire.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderPerUserTest {
    private History history;

    @BeforeEach
    void makeHistory() {
        history = History.good(13);
    }

    @Test
    void shouldAcceptAGoodHistory() {
        assertThatCode(() -> history.check(OrderPerUser.withinEachFile())).doesNotThrowAnyException();
        assertThatCode(() -> history.check(OrderPerUser.acrossFiles())).doesNotThrowAnyException();
    }

    @Test
    void shouldNotMindALostOrRepeatedEvent() {
        history.lose(9);
        history.received.add(20, history.received.get(20));

        assertThatCode(() -> history.check(OrderPerUser.acrossFiles())).doesNotThrowAnyException();
    }

    @Test
    void shouldNotMindASwapOfTwoUsers() {
        int other = history.after(
                300, order -> !order.user().equals(history.received.get(300).user()));
        Collections.swap(history.received, other - 1, other);

        assertThatCode(() -> history.check(OrderPerUser.acrossFiles())).doesNotThrowAnyException();
    }

    @Test
    void shouldNameASwapWithinAUser() {
        ReceivedOrder early = history.received.get(300);
        int later = history.after(300, order -> order.user().equals(early.user()));
        Collections.swap(history.received, 300, later);

        assertThatThrownBy(() -> history.check(OrderPerUser.withinEachFile()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 received after a later one of the same user: " + early.pos());
    }

    @Test
    void shouldLetALateFileComeAfterANewerOneOnlyWhenAskedTo() {
        Collections.rotate(history.received, history.received.size() / 2);

        assertThatCode(() -> history.check(OrderPerUser.withinEachFile())).doesNotThrowAnyException();
        assertThatThrownBy(() -> history.check(OrderPerUser.acrossFiles())).hasMessageContaining("after a later one");
    }

    @Test
    void shouldNameAUserInTwoPartitions() {
        ReceivedOrder order = history.received.get(2_000);
        int elsewhere = (order.partition() + 1) % History.PARTITIONS;
        history.received.set(
                2_000, new ReceivedOrder(order.pos(), elsewhere, order.seq(), order.user(), order.event()));

        assertThatThrownBy(() -> history.check(OrderPerUser.withinEachFile()))
                .hasMessageContaining("1 received from another partition than their user's first: " + order.pos());
    }
}
