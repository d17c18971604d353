package io.orderwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orderwire.contract.position.Source;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Compares the simulator's traffic with the shares of real traffic, in percent of the lines. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrafficStatisticsTest {
    private static final long SEED = 23;
    private static final int BLOCKS = 300;
    private static final int EVENTS = 1_500;

    private final Map<String, Integer> coins = new HashMap<>();
    private final Map<String, Integer> btcStatuses = new HashMap<>();
    private final Map<String, Integer> otherStatuses = new HashMap<>();
    private final Map<String, Integer> btcUsers = new HashMap<>();
    private final Set<String> users = new HashSet<>();
    private final Set<String> kinds = new HashSet<>();

    @BeforeAll
    void write(@TempDir Path out) {
        List<String> lines = WrittenFiles.lines(out, Source.PLAIN, SEED, BLOCKS, EVENTS);
        for (String line : lines) {
            String coin = value(line, "coin");
            boolean btc = coin.equals("BTC");
            coins.merge(coin, 1, Integer::sum);
            (btc ? btcStatuses : otherStatuses).merge(value(line, "status"), 1, Integer::sum);
            if (btc) {
                btcUsers.merge(value(line, "user"), 1, Integer::sum);
            }
            users.add(value(line, "user"));
            kinds.add(value(line, "orderType"));
            for (String mark : List.of("\"tif\":null", "\"cloid\":null", "\"builder\":{", "\"children\":[{")) {
                if (line.contains(mark)) {
                    kinds.add(mark);
                }
            }
        }
    }

    @Test
    void shouldGiveBtcItsShareAndNameCoinsInAllWays() {
        assertThat(percent(coins.get("BTC"), sum(coins))).isCloseTo(38, within(1.0));
        assertThat(coins).containsKeys("kPEPE", "@107", "PURR/USDC", "xyz:XYZ100", "#1890");
        assertThat(coins).hasSizeGreaterThan(300);
    }

    @Test
    void shouldRejectOnBtcAsOftenAsMainnetDoes() {
        int lines = sum(btcStatuses);

        assertThat(percent(btcStatuses.get("badAloPxRejected"), lines)).isCloseTo(95.3, within(0.7));
        assertThat(percent(rejections(btcStatuses), lines)).isCloseTo(96.8, within(0.6));
    }

    @Test
    void shouldBeCalmerOnOtherCoins() {
        int lines = sum(otherStatuses);

        assertThat(percent(rejections(otherStatuses), lines)).isBetween(80.0, 87.0);
        assertThat(percent(otherStatuses.get("open"), lines)).isBetween(6.0, 10.0);
        assertThat(percent(otherStatuses.get("canceled"), lines)).isBetween(5.0, 9.0);
        assertThat(percent(otherStatuses.get("filled"), lines)).isBetween(0.8, 2.0);
        assertThat(percent(otherStatuses.get("triggered"), lines)).isBetween(0.1, 0.5);
    }

    @Test
    void shouldShowEveryStatusAndKindOfOrder() {
        Set<String> seen = new HashSet<>(otherStatuses.keySet());
        seen.addAll(btcStatuses.keySet());

        assertThat(seen)
                .containsExactlyInAnyOrder(Arrays.stream(Status.values())
                        .map(status -> status.text)
                        .toArray(String[]::new));
        assertThat(kinds)
                .contains("\"tif\":null", "\"cloid\":null", "\"builder\":{", "\"children\":[{")
                .contains(
                        Arrays.stream(OrderType.values()).map(type -> type.text).toArray(String[]::new));
    }

    @Test
    void shouldGiveTheBusiestUsersTheirShare() {
        List<Integer> busiest = btcUsers.values().stream()
                .sorted(Comparator.reverseOrder())
                .limit(5)
                .toList();

        assertThat(percent(busiest.get(0), sum(btcUsers))).isCloseTo(13.7, within(0.9));
        assertThat(percent(busiest.stream().mapToInt(Integer::intValue).sum(), sum(btcUsers)))
                .isCloseTo(27, within(1.2));
        assertThat(users).hasSizeGreaterThan(1_500);
    }

    private static int rejections(Map<String, Integer> statuses) {
        return statuses.entrySet().stream()
                .filter(status -> status.getKey().endsWith("ejected"))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static double percent(int part, int whole) {
        return 100.0 * part / whole;
    }

    private static String value(String line, String key) {
        String start = "\"" + key + "\":\"";
        int from = line.indexOf(start) + start.length();
        return line.substring(from, line.indexOf('"', from));
    }
}
