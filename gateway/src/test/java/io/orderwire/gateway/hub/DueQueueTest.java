package io.orderwire.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.testing.seed.Seeds;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DueQueueTest {
    @Test
    void shouldAlwaysKnowWhichGroupIsDueFirst() {
        Random random = new Random(Seeds.of(DueQueueTest.class));
        FrameSource source = new FrameSource(() -> "cursor", Clock.systemUTC(), 4_096, 4);
        UnsettledWork work = new UnsettledWork();
        DueQueue queue = new DueQueue();
        List<SharedSubscription> expected = new ArrayList<>();
        for (int step = 0; step < 5_000; step++) {
            if (expected.isEmpty() || random.nextInt(5) > 2) {
                SharedOrders.Key key = new SharedOrders.Key(OrderFilter.ALL, random.nextInt(1_000), 4_096);
                SharedSubscription group =
                        new SharedOrders(key, null, source, work, Long.MAX_VALUE - random.nextInt(1_000_000_000));
                group.flushed(Long.MAX_VALUE - 500_000_000 + random.nextInt(1_000_000_000));
                queue.add(group);
                expected.add(group);
            } else {
                SharedSubscription group = expected.remove(random.nextInt(expected.size()));
                queue.remove(group);
                assertThat(group.isWaiting()).isFalse();
                queue.remove(group);
            }
            SharedSubscription first = expected.stream()
                    .min(Comparator.comparingLong(group -> group.dueNanos() - Long.MAX_VALUE))
                    .orElse(null);
            assertThat(queue.first() == null ? null : queue.first().dueNanos())
                    .isEqualTo(first == null ? null : first.dueNanos());
        }
    }
}
