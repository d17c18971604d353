package io.orderwire.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceivedTest {
    /** 2026-05-05T17:39:16.000 */
    private static final long T = 1_778_002_756_000L;

    private static final String USER = "0x4f235c15474f984504b0f188755021ae45c2fa65";
    private final IntendedTimes intended = new IntendedTimes();
    private final Filters filters = new Filters();
    private final Received received = new Received(intended, true, filters);

    static String order(int partition, long seq, String fraction, String coin) {
        return "{\"pos\":\"20260505/17@1234567\",\"part\":" + partition + ",\"seq\":" + seq
                + ",\"block_number\":985148182,\"block_index\":5,\"block_time\":\"2026-05-05T17:39:13.024084407\""
                + ",\"local_time\":\"2026-05-05T17:39:16." + fraction + "\",\"event\":{\"time\":"
                + "\"2026-05-05T17:39:13.024084407\",\"user\":\"" + USER + "\",\"hash\":null,\"builder\":null,"
                + "\"status\":\"open\",\"order\":{\"coin\":\"" + coin + "\",\"side\":\"A\",\"limitPx\":\"65045.0\","
                + "\"sz\":\"0.0003\",\"oid\":412036451268,\"timestamp\":1778002753024,\"triggerCondition\":\"N/A\"}}}";
    }

    @BeforeEach
    void twoBlocks() {
        intended.append(T, 3);
        intended.append(T + 64, 2);
    }

    private void take(String text, long nowMicros) {
        byte[] bytes = ("garbage" + text + "garbage").getBytes(StandardCharsets.UTF_8);
        received.take(bytes, 7, bytes.length - 7, nowMicros);
    }

    private void takeAll() {
        take(
                "[" + order(3, 7, "000000300", "BTC") + "," + order(3, 8, "000000900", "ETH") + ","
                        + order(11, 0, "000001200", "BTC") + "]",
                (T + 30) * 1_000);
        take(order(3, 9, "064000100", "BTC") + "\n" + order(11, 1, "064000500", "SOL"), (T + 70) * 1_000);
    }

    @Test
    void shouldFindEveryOrderOfAMessageAndOfARecord() {
        takeAll();

        assertThat(received.orders()).isEqualTo(5);
        assertThat(received.perBlock(2)).containsExactly(3, 2);
        assertThat(received.findings()).isEmpty();
    }

    @Test
    void shouldCountAgesFromTheIntendedWriteHoweverLateItWas() {
        // Due at 64 ms, written only at 900 ms because a write stalled: that is its age, not 10 ms.
        take(order(3, 7, "064000100", "BTC"), (T + 910) * 1_000);

        assertThat(received.ages().getMaxValue() / 1_000).isBetween(845L, 847L);
    }

    @Test
    void shouldCountALateBlockWholeAndNotOnlyItsFirstLine() {
        take(order(3, 7, "064000100", "BTC") + order(3, 8, "065999100", "BTC"), (T + 564) * 1_000);

        Histogram ages = received.ages();

        assertThat(ages.getMinValue() / 1_000).isBetween(499L, 501L);
        assertThat(ages.getMaxValue() / 1_000).isBetween(499L, 501L);
    }

    @Test
    void shouldFindGapsRepetitionsAndDisorder() {
        take(order(3, 7, "000000300", "BTC") + order(3, 9, "000000300", "BTC"), T * 1_000);
        take(order(3, 9, "000000300", "BTC") + order(4, 1, "064000100", "BTC"), T * 1_000);
        take(order(4, 2, "000000300", "BTC"), T * 1_000);

        assertThat(received.findings())
                .containsExactly(
                        "partition 3: sequence 9, expected 8",
                        "partition 3: sequence 9, expected 10",
                        "partition 4: time " + T + " after " + (T + 64));
    }

    @Test
    void shouldContinueAtAnySequenceOnlyAfterALoss() {
        takeAll();
        received.reset(false);
        take(order(3, 10, "064000100", "BTC"), (T + 70) * 1_000);
        assertThat(received.findings()).isEmpty();

        received.reset(true);
        take(order(3, 20, "064000100", "BTC"), (T + 70) * 1_000);
        assertThat(received.findings()).isEmpty();

        received.reset(false);
        take(order(3, 30, "064000100", "BTC"), (T + 70) * 1_000);
        assertThat(received.findings()).hasSize(1);
    }

    @Test
    void shouldTellOtherOrdersOfTheSameNumberApart() {
        Received other = new Received(intended, true, null);
        takeAll();
        byte[] bytes = order(3, 7, "000000300", "BTC").repeat(5).getBytes(StandardCharsets.UTF_8);
        other.take(bytes, 0, bytes.length, (T + 30) * 1_000);

        assertThat(other.sum().orders()).isEqualTo(received.sum().orders());
        assertThat(other.sum()).isNotEqualTo(received.sum());
    }

    @Test
    void shouldKnowWhatEachFilterMatches() {
        takeAll();
        List<String> members = filters.choose(3);
        assertThat(members).hasSize(3).startsWith("\"coins\":[\"BTC\"]").endsWith("\"users\":[\"" + USER + "\"]");
        received.reset(true);

        takeAll();

        assertThat(filters.sum(0).orders()).isEqualTo(3);
        assertThat(filters.sum(2)).isEqualTo(received.sum());
    }

    @Test
    void shouldRefuseAnOrderThatIsCutOff() {
        String cut = order(3, 7, "000000300", "BTC").substring(0, 60);

        assertThatThrownBy(() -> take(cut, T)).hasMessageContaining("an order without");
    }

    @Test
    void shouldRefuseBlocksThatDoNotAscend() {
        assertThatThrownBy(() -> intended.append(T + 64, 1)).hasMessageContaining("must ascend");
        assertThat(intended.blockAt(T - 1, 0)).isEqualTo(-1);
        assertThat(intended.blockAt(T + 63, 1)).isZero();
        assertThat(intended.blockAt(T + 10_000, 0)).isEqualTo(1);
    }
}
