package io.orderwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OrderFlowTest {
    private static final long SEED = 29;
    private static final int EVENTS = 1_000;
    private static final int BLOCKS = 200;

    private final Set<Long> open = new HashSet<>();
    private int most;
    private int events;

    @Test
    void shouldNotHaveMoreOrdersOpenThanThePoolHolds() {
        run(10);

        // One more than the limit: a taker order is open between its two events without resting.
        assertThat(most).as("seed %d", SEED).isBetween(10, 11);
    }

    @Test
    void shouldFillBlocksWithoutAnyRoomForOpenOrders() {
        run(0);

        assertThat(events).isEqualTo(BLOCKS * EVENTS);
    }

    @Test
    void shouldSettleAtANumberOfOpenOrdersFarBelowTheBound() {
        run(65_536);

        assertThat(most).as("seed %d", SEED).isBetween(1_000, 40_000);
    }

    private void run(int poolCapacity) {
        SplittableRandom random = new SplittableRandom(SEED);
        Chain chain = new Chain(1_778_002_753_000_000_000L, LastWritten.NOTHING, random.split());
        OrderFlow flow = new OrderFlow(
                chain,
                new Traders(100, random.split()),
                new Coins(random.split()),
                new OrderPool(poolCapacity),
                this::count,
                random.split());
        for (int i = 1; i <= BLOCKS; i++) {
            chain.nextBlock(1_778_002_753_000_000_000L + i * 64_000_000L);
            flow.fill(EVENTS);
            assertThat(events).isEqualTo(i * EVENTS);
        }
    }

    private void count(Order order, Status status) {
        events++;
        if (status == Status.OPEN) {
            assertThat(open.add(order.oid)).isTrue();
            most = Math.max(most, open.size());
        } else if (status != Status.TRIGGERED) {
            open.remove(order.oid);
        }
    }
}
