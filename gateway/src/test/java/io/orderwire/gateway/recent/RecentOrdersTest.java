package io.orderwire.gateway.recent;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.OrderMaker;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RecentOrdersTest {
    private static final int PIECES = 3;

    private final RecentOrders recent = new RecentOrders(PIECES * RecentOrders.PIECE_BYTES);
    private final OrderMaker maker = new OrderMaker(7, 4);
    private final List<Made> made = new ArrayList<>();

    private void add(int count) {
        RecordView view = new RecordView();
        for (int i = 0; i < count; i++) {
            Made order = maker.next();
            view.turnTo(order.key(), order.value(), 0);
            recent.add(view);
            made.add(order);
        }
    }

    private List<String> newestFirst(Predicate<Made> wanted, int limit) {
        List<Made> all = new ArrayList<>(made);
        Collections.reverse(all);
        return all.stream().filter(wanted).limit(limit).map(Made::json).toList();
    }

    private static List<String> texts(RecentOrders.Found found) {
        return found.orders().stream()
                .map(order -> new String(order, StandardCharsets.UTF_8))
                .toList();
    }

    private static OrderFilter filter(Set<String> coins, Set<String> users) {
        return new OrderFilter(coins, users, Set.of(), Set.of(), null);
    }

    @Test
    void shouldFindNothingWhereNothingCame() {
        assertThat(recent.find(OrderFilter.ALL, 10)).isEqualTo(new RecentOrders.Found(List.of(), false));
    }

    @Test
    void shouldFindWhatAFilterMatchesNewestFirst() {
        add(1_000);
        assertThat(texts(recent.find(OrderFilter.ALL, 5_000))).isEqualTo(newestFirst(order -> true, 5_000));
        String user = made.get(500).user();
        assertThat(texts(recent.find(filter(Set.of(), Set.of(user)), 5_000)))
                .isEqualTo(newestFirst(order -> order.user().equals(user), 5_000));
        assertThat(texts(recent.find(filter(Set.of("BTC", "@107"), Set.of()), 5_000)))
                .isEqualTo(newestFirst(order -> Set.of("BTC", "@107").contains(order.coin()), 5_000));
    }

    @Test
    void shouldSayWhetherThereAreMore() {
        add(100);
        RecentOrders.Found some = recent.find(OrderFilter.ALL, 99);
        assertThat(texts(some)).isEqualTo(newestFirst(order -> true, 99));
        assertThat(some.truncated()).isTrue();
        assertThat(recent.find(OrderFilter.ALL, 100).truncated()).isFalse();
    }

    @Test
    void shouldKeepTheNewestInBoundedMemory() {
        add(10_000);
        List<String> found = texts(recent.find(OrderFilter.ALL, 10_000));
        assertThat(found).isEqualTo(newestFirst(order -> true, found.size()));
        long bytes = found.stream().mapToLong(String::length).sum();
        assertThat(bytes).isBetween(RecentOrders.PIECE_BYTES * 3L / 2, (long) PIECES * RecentOrders.PIECE_BYTES);
    }

    @Test
    void shouldFindAllOfOneOrder() {
        add(50);
        String json = made.get(20).json();
        String oid = json.replaceFirst("(?s).*\"oid\":(\\d+).*", "$1");
        assertThat(texts(recent.ofOrder(oid, 10))).containsExactly(json);
        assertThat(recent.ofOrder(oid.substring(1), 10).orders()).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatIsLongerThanAPiece() {
        add(1);
        RecordView view = new RecordView();
        view.turnTo(made.get(0).key(), new byte[RecentOrders.PIECE_BYTES], 0);
        recent.add(view);
        assertThat(texts(recent.find(OrderFilter.ALL, 10)))
                .containsExactly(made.get(0).json());
    }

    /** Whatever is overwritten meanwhile, what is found are orders, without a hole, newest first. */
    @Test
    void shouldLetOthersLookWhileItIsAddedTo() throws Exception {
        add(5_000);
        List<String> before = newestFirst(order -> true, 5_000);
        ExecutorService looking = Executors.newSingleThreadExecutor();
        try {
            Future<List<List<String>>> looked = looking.submit(() -> {
                List<List<String>> found = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    found.add(texts(recent.find(OrderFilter.ALL, 100_000)));
                }
                return found;
            });
            while (!looked.isDone()) {
                add(200);
            }
            List<String> after = newestFirst(order -> true, Integer.MAX_VALUE);
            for (List<String> found : looked.get()) {
                int from = after.indexOf(found.get(0));
                assertThat(found).isEqualTo(after.subList(from, from + found.size()));
            }
            assertThat(after).endsWith(before.toArray(String[]::new));
        } finally {
            looking.shutdownNow();
        }
    }
}
