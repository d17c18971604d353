package io.orderwire.gateway.recent;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.OrderMaker;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.recent.RecentSearch.End;
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

    private final RecentOrders recent = new RecentOrders(PIECES * Piece.BYTES);
    private final RecentSearch search = new RecentSearch(recent);
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

    private RecentSearch.Found find(OrderFilter filter, int limit) {
        return search.find(Wanted.matching(filter), limit, Integer.MAX_VALUE);
    }

    private RecentSearch.Found ofOrder(String oid, int limit) {
        return search.find(Wanted.ofOrder(oid), limit, Integer.MAX_VALUE);
    }

    private static List<String> texts(RecentSearch.Found found) {
        return found.orders().stream()
                .map(order -> new String(order, StandardCharsets.UTF_8))
                .toList();
    }

    private static OrderFilter filter(Set<String> coins, Set<String> users) {
        return new OrderFilter(coins, users, Set.of(), Set.of(), null);
    }

    @Test
    void shouldFindNothingWhereNothingCame() {
        assertThat(find(OrderFilter.ALL, 10)).isEqualTo(new RecentSearch.Found(List.of(), End.COMPLETE));
    }

    @Test
    void shouldFindWhatAFilterMatchesNewestFirst() {
        add(1_000);
        assertThat(texts(find(OrderFilter.ALL, 5_000))).isEqualTo(newestFirst(order -> true, 5_000));
        String user = made.get(500).user();
        assertThat(texts(find(filter(Set.of(), Set.of(user)), 5_000)))
                .isEqualTo(newestFirst(order -> order.user().equals(user), 5_000));
        assertThat(texts(find(filter(Set.of("BTC", "@107"), Set.of()), 5_000)))
                .isEqualTo(newestFirst(order -> Set.of("BTC", "@107").contains(order.coin()), 5_000));
    }

    @Test
    void shouldSayWhetherThereAreMore() {
        add(100);
        RecentSearch.Found some = find(OrderFilter.ALL, 99);
        assertThat(texts(some)).isEqualTo(newestFirst(order -> true, 99));
        assertThat(some.truncated()).isTrue();
        assertThat(find(OrderFilter.ALL, 100).truncated()).isFalse();
    }

    @Test
    void shouldKeepTheNewestInBoundedMemory() {
        add(10_000);
        List<String> found = texts(find(OrderFilter.ALL, 10_000));
        assertThat(found).isEqualTo(newestFirst(order -> true, found.size()));
        long bytes = found.stream().mapToLong(String::length).sum();
        assertThat(bytes).isBetween(Piece.BYTES * 3L / 2, (long) PIECES * Piece.BYTES);
    }

    @Test
    void shouldFindAllOfOneOrder() {
        add(50);
        String json = made.get(20).json();
        String oid = json.replaceFirst("(?s).*\"oid\":(\\d+).*", "$1");
        assertThat(texts(ofOrder(oid, 10))).containsExactly(json);
        assertThat(ofOrder(oid.substring(1), 10).orders()).isEmpty();
    }

    @Test
    void shouldEndAnAnswerThatGetsTooLongButFindOneAtLeast() {
        add(10);
        List<String> all = newestFirst(order -> true, 10);
        int three = all.subList(0, 3).stream().mapToInt(String::length).sum();
        RecentSearch.Found exactly = search.find(Wanted.matching(OrderFilter.ALL), 10, three);
        assertThat(texts(exactly)).isEqualTo(all.subList(0, 3));
        assertThat(exactly.end()).isEqualTo(End.TOO_LONG);
        RecentSearch.Found less = search.find(Wanted.matching(OrderFilter.ALL), 10, three - 1);
        assertThat(texts(less)).isEqualTo(all.subList(0, 2));
        RecentSearch.Found one = search.find(Wanted.matching(OrderFilter.ALL), 10, 1);
        assertThat(texts(one)).isEqualTo(all.subList(0, 1));
        assertThat(one.truncated()).isTrue();
        assertThat(search.find(Wanted.matching(OrderFilter.ALL), 3, three).end())
                .isEqualTo(End.ENOUGH);
    }

    @Test
    void shouldFindACoinWhoseCharactersAreEscaped() {
        Made order = maker.next();
        String escaped = order.json()
                .replace(
                        "\"" + order.coin() + "\"",
                        "\"\\u00" + hex(order.coin().charAt(0)) + order.coin().substring(1) + "\"");
        RecordView view = new RecordView();
        view.turnTo(order.key(), escaped.getBytes(StandardCharsets.UTF_8), 0);
        recent.add(view);
        assertThat(texts(find(filter(Set.of(order.coin()), Set.of()), 10))).containsExactly(escaped);
        assertThat(texts(find(filter(Set.of("NONE"), Set.of()), 10))).isEmpty();
    }

    private static String hex(char c) {
        return Integer.toHexString(c);
    }

    @Test
    void shouldLeaveOutWhatIsLongerThanAPiece() {
        add(1);
        RecordView view = new RecordView();
        view.turnTo(made.get(0).key(), new byte[Piece.BYTES], 0);
        recent.add(view);
        assertThat(texts(find(OrderFilter.ALL, 10))).containsExactly(made.get(0).json());
    }

    /** Although pieces are overwritten meanwhile, a search finds consecutive orders, newest first. */
    @Test
    void shouldLetOthersLookWhileItIsAddedTo() throws Exception {
        add(5_000);
        List<String> before = newestFirst(order -> true, 5_000);
        ExecutorService looking = Executors.newSingleThreadExecutor();
        try {
            Future<List<List<String>>> looked = looking.submit(() -> {
                List<List<String>> found = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    found.add(texts(find(OrderFilter.ALL, 100_000)));
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
