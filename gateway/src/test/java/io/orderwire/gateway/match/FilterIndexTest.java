package io.orderwire.gateway.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.JsonView;
import io.orderwire.gateway.OrderMaker;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.testing.seed.Seeds;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

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

    @RepeatedTest(5)
    void shouldAgreeWithAskingEachFilterByItselfAndForgetAllThatIsRemoved(TestInfo test) {
        Random random = new Random(Seeds.of(FilterIndexTest.class, test.getDisplayName()));
        OrderMaker orders = new OrderMaker(random.nextLong(), 4);
        FilterIndex<Integer> many = new FilterIndex<>();
        List<OrderFilter> filters = new ArrayList<>();
        List<Integer> added = new ArrayList<>();
        for (int step = 0; step < 600; step++) {
            if (step < 300 || random.nextBoolean()) {
                OrderFilter filter = filters.isEmpty() || random.nextInt(4) > 0
                        ? randomFilter(random)
                        : filters.get(random.nextInt(filters.size()));
                many.add(filter, filters.size());
                added.add(filters.size());
                filters.add(filter);
            } else {
                int target = added.remove(random.nextInt(added.size()));
                many.remove(filters.get(target), target);
            }
            Made made = priced(orders, random);
            RecordView view = view(made);
            assertThat(matches(many, view))
                    .as(made.json())
                    .containsExactlyInAnyOrderElementsOf(added.stream()
                            .filter(target -> matchesPlainly(filters.get(target), made))
                            .toList());
        }
        added.forEach(target -> many.remove(filters.get(target), target));

        assertThat(many.keys()).isZero();
        assertThat(matches(many, view(orders.next()))).isEmpty();
    }

    private static OrderFilter randomFilter(Random random) {
        return new OrderFilter(
                some(random, List.of("BTC", "ETH", "@107", "NONE"), 4),
                some(random, IntStream.range(0, 60).mapToObj(OrderMaker::user).toList(), random.nextInt(60)),
                some(random, List.of("open", "filled", "canceled", "none"), 3),
                some(random, List.of("A", "B"), 2),
                random.nextInt(3) > 0 ? null : new BigDecimal(random.nextInt(12)).movePointLeft(random.nextInt(2)));
    }

    /** Returns an empty set half of the time, so that each set of members is tried. */
    private static Set<String> some(Random random, List<String> values, int most) {
        return random.nextBoolean()
                ? Set.of()
                : random.ints(0, values.size())
                        .limit(Math.max(1, most))
                        .mapToObj(values::get)
                        .collect(Collectors.toSet());
    }

    private static Made priced(OrderMaker orders, Random random) {
        Made made = orders.next();
        return orders.make(
                made.user(),
                orders.event(
                        made.user(),
                        made.coin(),
                        made.status(),
                        made.side(),
                        "0." + random.nextInt(10),
                        String.valueOf(random.nextInt(12)),
                        "2026-05-05T17:39:13"));
    }

    /** An oracle that does not share code with the index. */
    private static boolean matchesPlainly(OrderFilter filter, Made made) {
        return (filter.coins().isEmpty() || filter.coins().contains(made.coin()))
                && (filter.users().isEmpty() || filter.users().contains(made.user()))
                && (filter.statuses().isEmpty() || filter.statuses().contains(made.status()))
                && (filter.sides().isEmpty() || filter.sides().contains(made.side()))
                && (filter.minNotional() == null || notional(made.json()).compareTo(filter.minNotional()) >= 0);
    }

    private static BigDecimal notional(String json) {
        return new BigDecimal(JsonView.text(json, "event", "order", "limitPx"))
                .multiply(new BigDecimal(JsonView.text(json, "event", "order", "origSz")));
    }

    @Test
    void shouldVisitNoFilterThatDoesNotMatch() {
        for (int i = 0; i < 1_000; i++) {
            index.add(least("" + (1_000_000 + i)), "notional");
            index.add(new OrderFilter(Set.of("BTC"), Set.of(), Set.of("none" + i), Set.of(), null), "status");
            index.add(new OrderFilter(Set.of(), Set.of(USER), Set.of(), Set.of("none" + i), null), "side");
        }
        List<String> visited = new ArrayList<>();
        index.match(view(maker.make(USER, "BTC", "open", "B")), new FilterIndex.Visitor<>() {
            @Override
            public void matched(String target) {
                visited.add(target);
            }

            @Override
            public void checked(String target) {
                visited.add(target);
            }
        });

        assertThat(visited).isEmpty();
    }

    @Test
    void shouldCheckWhatWouldTakeTooManyCombinations() {
        Set<String> coins = IntStream.range(0, 500).mapToObj(i -> "C" + i).collect(Collectors.toSet());
        Set<String> users = IntStream.range(0, 500).mapToObj(OrderMaker::user).collect(Collectors.toSet());
        OrderFilter filter = new OrderFilter(coins, users, Set.of("open"), Set.of("A", "B"), null);
        index.add(filter, "many");
        List<String> checked = new ArrayList<>();
        FilterIndex.Visitor<String> visitor = new FilterIndex.Visitor<>() {
            @Override
            public void matched(String target) {
                checked.add("matched");
            }

            @Override
            public void checked(String target) {
                checked.add(target);
            }
        };
        index.match(view(maker.make(USER, "BTC", "open", "A")), visitor);
        index.match(view(maker.make(USER, "C7", "open", "A")), visitor);

        assertThat(checked).containsExactly("many", "many", "matched");
        assertThat(index.keys()).as("500 users, 1 status, 2 sides").isEqualTo(1_000);
        index.remove(filter, "many");
        assertThat(index.keys()).isZero();
    }

    @Test
    void shouldCountTheCombinationsInTheMemory() {
        OrderFilter four = new OrderFilter(Set.of("XX", "YY"), Set.of(), Set.of(), Set.of("AA", "BB"), null);

        assertThat(four.memory()).isEqualTo(4 * (72 + 2) + 4 * 128);
        assertThat(OrderFilter.ofUser(USER).memory()).isEqualTo(200 + USER.length());
        assertThat(OrderFilter.ALL.memory()).isZero();
    }

    /** Without comparable keys, a hash map would need about a second for this search. */
    @Test
    @Timeout(20)
    void shouldFindAnOrderFastAmongValuesOfTheSameHashCode() {
        for (int i = 0; i < 1 << 14; i++) {
            StringBuilder coin = new StringBuilder();
            for (int bit = 0; bit < 14; bit++) {
                coin.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            index.add(new OrderFilter(Set.of(coin.toString()), Set.of(), Set.of(), Set.of(), null), coin.toString());
        }

        assertThat(matches(maker.make(USER, "AaBB".repeat(7), "open", "B"))).containsExactly("AaBB".repeat(7));
    }

    private static OrderFilter least(String notional) {
        return new OrderFilter(Set.of(), Set.of(), Set.of(), Set.of(), new BigDecimal(notional));
    }

    private Made priced(String limitPx, String origSz) {
        return maker.make(USER, maker.event(USER, "BTC", "open", "B", limitPx, origSz, "2026-05-05T17:39:13"));
    }

    private List<String> matches(Made made) {
        return matches(index, view(made));
    }

    private static <T> List<T> matches(FilterIndex<T> of, RecordView order) {
        List<T> matched = new ArrayList<>();
        of.match(order, matched::add);
        return matched;
    }

    private static RecordView view(Made made) {
        RecordView view = new RecordView();
        view.turnTo(made.key(), made.value(), 0);
        return view;
    }
}
