package io.orderwire.gateway.recent;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.OrderMaker;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.gateway.match.RecordView;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RecentActivityTest {
    private final RecentOrders recent = new RecentOrders(40 * Piece.BYTES);
    private final RecentActivity activity = new RecentActivity(recent);
    private final OrderMaker maker = new OrderMaker(5, 4);
    private final RecordView view = new RecordView();

    private void add(Made order) {
        view.turnTo(order.key(), order.value(), 0);
        recent.add(view);
    }

    @Test
    void shouldCountNothingWhereNothingCame() {
        assertThat(activity.count().orders()).isZero();
        assertThat(activity.count().coins()).isEmpty();
    }

    @Test
    void shouldCountStatusesCoinsAndUsersTheMostFrequentFirst() {
        String busy = OrderMaker.user(1);
        for (int i = 0; i < 10; i++) {
            add(maker.make(busy, "BTC", i < 7 ? "open" : "filled", "B"));
        }
        add(maker.make(OrderMaker.user(2), "ETH", "open", "A"));

        Activity counted = activity.count();

        assertThat(counted.orders()).isEqualTo(11);
        assertThat(counted.statuses()).containsExactly(new Activity.Count("open", 8), new Activity.Count("filled", 3));
        assertThat(counted.coins()).containsExactly(new Activity.Count("BTC", 10), new Activity.Count("ETH", 1));
        assertThat(counted.users()).first().isEqualTo(new Activity.Count(busy, 10));
        assertThat(counted.fromTime()).isNotEmpty();
        assertThat(activity.count()).isEqualTo(counted);
    }

    @Test
    void shouldShortenLongValuesAndLeaveOutWhatIsNotAnOrder() {
        add(maker.make(OrderMaker.user(1), "C".repeat(5_000), "open", "B"));
        view.turnTo("key".getBytes(StandardCharsets.UTF_8), "{\"event\":7}".getBytes(StandardCharsets.UTF_8), 0);
        recent.add(view);

        assertThat(activity.count().coins()).containsExactly(new Activity.Count("C".repeat(64) + "…", 1));
    }

    @Test
    void shouldCountABoundedNumberOfTheNewest() {
        for (int i = 0; i < RecentActivity.MOST_ORDERS + 100; i++) {
            add(maker.make(OrderMaker.user(i % 50), i < 100 ? "OLD" : "BTC", "open", "B"));
        }

        assertThat(activity.count().orders()).isEqualTo(RecentActivity.MOST_ORDERS);
        assertThat(activity.count().coins()).containsExactly(new Activity.Count("BTC", RecentActivity.MOST_ORDERS));
        assertThat(activity.count().users()).hasSize(12);
    }
}
