package io.orderwire.gateway.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.OrderMaker;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.testing.seed.Seeds;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FilterIndexTest {
    private static final String USER = OrderMaker.user(1);

    private final OrderMaker maker = new OrderMaker(1, 4);
    private final FilterIndex<String> index = new FilterIndex<>();

    @Test
    void shouldTakeListsAsOrWithinAndAndAcross() {
        index.add(OrderFilter.ALL, "all");
        index.add(OrderFilter.ofUser(USER), "user");
        index.add(new OrderFilter(Set.of("BTC", "ETH"), Set.of(), Set.of(), Set.of(), null), "coins");
        index.add(new OrderFilter(Set.of("BTC"), Set.of(USER), Set.of("open"), Set.of("B"), null), "four");
        index.add(new OrderFilter(Set.of(), Set.of(), Set.of(), Set.of("A"), null), "side");

        assertThat(matches(maker.make(USER, "BTC", "open", "B")))
                .containsExactlyInAnyOrder("all", "user", "coins", "four");
        assertThat(matches(maker.make(USER, "BTC", "open", "A")))
                .containsExactlyInAnyOrder("all", "user", "coins", "side");
        assertThat(matches(maker.make(OrderMaker.user(2), "@107", "open", "A")))
                .containsExactlyInAnyOrder("all", "side");
    }

    @Test
    void shouldForgetWhoWasRemoved() {
        OrderFilter coins = new OrderFilter(Set.of("BTC", "ETH"), Set.of(), Set.of(), Set.of(), null);
        index.add(OrderFilter.ALL, "all");
        index.add(OrderFilter.ofUser(USER), "user");
        index.add(coins, "coins");
        index.add(coins, "same coins");
        index.remove(OrderFilter.ALL, "all");
        index.remove(OrderFilter.ofUser(USER), "user");
        index.remove(coins, "coins");

        assertThat(matches(maker.make(USER, "BTC", "open", "B"))).containsExactly("same coins");
    }

    @Test
    void shouldMultiplyExactly() {
        index.add(least("0.30000000000000000001"), "above");
        index.add(least("0.3"), "equal");
        index.add(least("0"), "zero");

        // 0.1 × 3 as doubles is more than 0.3.
        assertThat(matches(priced("0.1", "3.0"))).containsExactlyInAnyOrder("equal", "zero");
        assertThat(matches(priced("0.1", "3.0000000000000000001"))).containsExactlyInAnyOrder("equal", "above", "zero");
        assertThat(matches(priced("1e9", "3"))).as("no plain decimal").isEmpty();
        assertThat(matches(priced("9".repeat(101), "3"))).as("no amount").isEmpty();
    }

    @Test
    void shouldTakeEqualAmountsForEqualFilters() {
        assertThat(least("1000")).isEqualTo(least("1000.00"));
    }

    @Test
    void shouldPassOverWhatIsNoOrder() {
        index.add(OrderFilter.ALL, "all");
        index.add(new OrderFilter(Set.of("BTC"), Set.of(), Set.of(), Set.of(), null), "coin");
        RecordView view = new RecordView();
        view.turnTo(null, new byte[] {'{', '}'}, 0);
        List<String> matched = new ArrayList<>();
        index.match(view, matched::add);

        assertThat(matched).containsExactly("all");
    }

    @Test
    void shouldAgreeWithAskingEachFilterByItself() {
        long seed = Seeds.of(FilterIndexTest.class);
        Random random = new Random(seed);
        OrderMaker orders = new OrderMaker(seed, 4);
        List<Predicate<Made>> plain = new ArrayList<>();
        FilterIndex<Integer> many = new FilterIndex<>();
        for (int i = 0; i < 200; i++) {
            Set<String> coins =
                    random.nextInt(2) == 0 ? Set.of() : Set.of("BTC", random.nextBoolean() ? "ETH" : "@107");
            Set<String> users = random.nextInt(2) == 0
                    ? Set.of()
                    : Set.of(OrderMaker.user(random.nextInt(50)), OrderMaker.user(50));
            Set<String> statuses = random.nextInt(2) == 0 ? Set.of() : Set.of("open");
            many.add(new OrderFilter(coins, users, statuses, Set.of(), null), i);
            plain.add(made -> (coins.isEmpty() || coins.contains(made.coin()))
                    && (users.isEmpty() || users.contains(made.user()))
                    && (statuses.isEmpty() || statuses.contains(made.status())));
        }
        RecordView view = new RecordView();
        for (int i = 0; i < 500; i++) {
            Made made = orders.next();
            view.turnTo(made.key(), made.value(), 0);
            List<Integer> matched = new ArrayList<>();
            many.match(view, matched::add);
            List<Integer> expected = new ArrayList<>();
            for (int filter = 0; filter < plain.size(); filter++) {
                if (plain.get(filter).test(made)) {
                    expected.add(filter);
                }
            }
            assertThat(matched).as(made.json()).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static OrderFilter least(String notional) {
        return new OrderFilter(Set.of(), Set.of(), Set.of(), Set.of(), new BigDecimal(notional));
    }

    private Made priced(String limitPx, String origSz) {
        return maker.make(USER, maker.event(USER, "BTC", "open", "B", limitPx, origSz, "2026-05-05T17:39:13"));
    }

    private List<String> matches(Made made) {
        RecordView view = new RecordView();
        view.turnTo(made.key(), made.value(), 0);
        List<String> matched = new ArrayList<>();
        index.match(view, matched::add);
        return matched;
    }
}
