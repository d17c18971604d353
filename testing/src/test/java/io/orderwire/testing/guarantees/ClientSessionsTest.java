package io.orderwire.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.gap.Gap;
import io.orderwire.testing.client.OrdersFrame;
import io.orderwire.testing.seed.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClientSessionsTest {
    private static final int FRAME_ORDERS = 40;

    private final History history = History.good(16);
    private final List<List<OrdersFrame>> connections = new ArrayList<>();
    private final ClientSessions sessions = new ClientSessions(History.PARTITIONS);

    /** Three connections of 20 frames each, with orders missed between them. */
    private void connect() {
        for (int connection = 0; connection < 3; connection++) {
            List<OrdersFrame> frames = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int from = connection * 900 + i * FRAME_ORDERS;
                frames.add(frame(history.received.subList(from, from + FRAME_ORDERS), 0, List.of()));
            }
            connections.add(frames);
        }
    }

    private static OrdersFrame frame(List<ReceivedOrder> orders, long dropped, List<Gap> gaps) {
        List<byte[]> values = new ArrayList<>();
        for (ReceivedOrder order : orders) {
            values.add(("{\"pos\":\"" + order.pos() + "\",\"part\":" + order.partition() + ",\"seq\":" + order.seq()
                            + ",\"event\":" + new String(order.event(), StandardCharsets.UTF_8) + "}")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return new OrdersFrame("a", values, "cursor", dropped, gaps);
    }

    private static OrdersFrame reporting(OrdersFrame frame, long dropped, List<Gap> gaps) {
        return new OrdersFrame("a", frame.orders(), "cursor", dropped, gaps);
    }

    private void check() {
        history.produced.forEach(sessions::produced);
        history.deadLetters.forEach(sessions::deadLetter);
        for (List<OrdersFrame> frames : connections) {
            sessions.connected();
            frames.forEach(sessions::frame);
        }
        sessions.check();
    }

    @Test
    void shouldAcceptConnectionsThatMissWhatCameBetweenThem() {
        connect();

        assertThatCode(this::check).doesNotThrowAnyException();
        assertThat(sessions.orders()).isEqualTo(2_400);
    }

    @Test
    void shouldAcceptTheSameOrdersInAnotherConnection() {
        connect();
        connections.add(connections.get(0));

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void shouldNameALostOrder() {
        connect();
        connections.get(1).get(9).orders().remove(FRAME_ORDERS / 2);

        assertThatThrownBy(this::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("in connection 1")
                .hasMessageContaining("1 ranges of missing sequences without a report");
    }

    @Test
    void shouldNameADoubledOrder() {
        connect();
        List<byte[]> orders = connections.get(1).get(9).orders();
        orders.add(orders.get(7));

        assertThatThrownBy(this::check)
                .hasMessageContaining("NoDuplicate is broken")
                .hasMessageContaining("1 received after a higher one of their partition");
    }

    @Test
    void shouldNameASwap() {
        connect();
        int partition = history.received.get(40).partition();
        int later = history.after(40, order -> order.partition() == partition);
        List<byte[]> orders = connections.get(0).get(1).orders();
        byte[] early = orders.get(0);
        orders.set(0, orders.get(later - 40));
        orders.set(later - 40, early);

        assertThatThrownBy(this::check).hasMessageContaining("1 received after a higher one of their partition");
    }

    @Test
    void shouldNameAnOrderWithOtherBytes() {
        connect();
        ReceivedOrder order = history.received.get(50);
        ReceivedOrder other = new ReceivedOrder(
                order.pos(),
                order.partition(),
                order.seq(),
                order.user(),
                history.received.get(51).event());
        connections
                .get(0)
                .get(1)
                .orders()
                .set(10, frame(List.of(other), 0, List.of()).orders().get(0));

        assertThatThrownBy(this::check).hasMessageContaining("1 received that stand otherwise, or not at all");
    }

    @Test
    void shouldAcceptWhatWasToldAsDropped() {
        connect();
        List<OrdersFrame> frames = connections.get(2);
        frames.set(7, reporting(frames.get(7), 2 * FRAME_ORDERS, List.of()));
        frames.remove(6);
        frames.remove(5);

        assertThatCode(this::check).doesNotThrowAnyException();
        assertThat(sessions.dropped()).isEqualTo(2 * FRAME_ORDERS);
    }

    @Test
    void shouldNameOneMoreOrLessThanWasDropped() {
        for (int wrong : new int[] {-1, 1, 100}) {
            connections.clear();
            connect();
            List<OrdersFrame> frames = connections.get(2);
            frames.set(7, reporting(frames.get(7), FRAME_ORDERS + wrong, List.of()));
            frames.remove(6);

            assertThatThrownBy(this::check)
                    .as("%d more", wrong)
                    .hasMessageContaining(
                            wrong < 0
                                    ? "ranges of missing sequences without a report"
                                    : "events reported as dropped that are not");
        }
    }

    @Test
    void shouldNameALossToldAtAnotherPlace() {
        for (int place : new int[] {2, 15}) {
            connections.clear();
            connect();
            List<OrdersFrame> frames = connections.get(2);
            frames.set(place, reporting(frames.get(place), FRAME_ORDERS, List.of()));
            frames.remove(8);

            assertThatThrownBy(this::check)
                    .hasMessageContaining("ranges of missing sequences without a report")
                    .hasMessageContaining("events reported as dropped that are not missing, in frames");
        }
    }

    @Test
    void shouldAcceptAGapAtItsPlaceAndNameItElsewhere() {
        for (int place : new int[] {4, 5, 8}) {
            connections.clear();
            connect();
            int index = 5 * FRAME_ORDERS;
            ReceivedOrder lost = history.received.get(index);
            List<OrdersFrame> frames = connections.get(0);
            frames.get(5).orders().remove(0);
            Gap gap = History.gap("g" + place, lost, "20260505/9@0", "20260505/9@1", 1L);
            frames.set(place, reporting(frames.get(place), 0, List.of(gap)));

            ClientSessions fresh = new ClientSessions(History.PARTITIONS);
            history.deadLetters.forEach(fresh::deadLetter);
            fresh.connected();
            frames.forEach(fresh::frame);
            if (place == 5) {
                assertThatCode(fresh::check).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(fresh::check).hasMessageContaining("ranges of missing sequences without a report");
            }
        }
    }

    @Test
    void shouldFindAnyOrderTakenOutAtRandom() {
        long seed = Seeds.of(ClientSessionsTest.class);
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            connections.clear();
            connect();
            // Not in the first or last frames, where a loss cannot be detected.
            int frame = 3 + random.nextInt(14);
            connections.get(random.nextInt(3)).get(frame).orders().remove(random.nextInt(FRAME_ORDERS));
            ClientSessions fresh = new ClientSessions(History.PARTITIONS);
            history.deadLetters.forEach(fresh::deadLetter);
            for (List<OrdersFrame> frames : connections) {
                fresh.connected();
                frames.forEach(fresh::frame);
            }
            assertThatThrownBy(fresh::check)
                    .as("seed %d, round %d", seed, round)
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void shouldRefuseAFrameBeforeAConnection() {
        connect();
        assertThatThrownBy(() -> sessions.frame(connections.get(0).get(0))).isInstanceOf(IllegalStateException.class);
    }
}
