package io.orderwire.benchmarks.attackers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The witness notices every way in which an order can be lost. */
class StreamCheckTest {
    private static final long START_MS = 1_778_000_000_000L;

    private final StreamCheck check = new StreamCheck("BTC", true);
    private final Phase phase = check.begin(START_MS);

    private static String order(int partition, long seq, long writtenMs, String coin) {
        String time = Instant.ofEpochMilli(writtenMs).toString().replace("Z", "");
        String millis = time.length() == 19 ? time + ".000000000" : time + "000000";
        return "{\"pos\":\"20260505/17@" + seq + "\",\"part\":" + partition + ",\"seq\":" + seq + ",\"local_time\":\""
                + millis + "\",\"event\":{\"user\":\"0x0\",\"order\":{\"coin\":\"" + coin + "\"}}}";
    }

    private static String order(int partition, long seq) {
        return order(partition, seq, START_MS, "BTC");
    }

    private static String frame(long dropped, String gaps, String... orders) {
        return "{\"channel\":\"orders\",\"data\":{\"id\":\"witness\",\"orders\":[" + String.join(",", List.of(orders))
                + "],\"cursor\":\"AgEB\",\"dropped\":" + dropped + ",\"gaps\":[" + gaps + "],\"serverTime\":1}}";
    }

    private void take(String frame) {
        check.frame(frame, START_MS + 40);
    }

    @Test
    void shouldFindAStreamCompleteThatHasEachSequenceOfEachPartition() {
        take(frame(0, "", order(0, 7), order(1, 3), order(0, 8)));
        take(frame(0, ""));
        take(frame(0, "", order(1, 4), order(0, 9)));

        Phase.Figures figures = phase.figures();
        assertThat(figures.orders()).isEqualTo(5);
        assertThat(figures.lost()).isZero();
        assertThat(figures.p99Ms()).isEqualTo(40);
        assertThat(check.repeated()).isZero();
        assertThat(check.orders()).isEqualTo(5);
    }

    @Test
    void shouldNoticeAMissingSequenceThatNobodyReports() {
        take(frame(0, "", order(0, 1), order(1, 1)));
        take(frame(0, "", order(0, 4), order(1, 2)));

        assertThat(phase.figures().lost()).isEqualTo(2);
    }

    @Test
    void shouldNoticeOrdersReportedAsDropped() {
        StreamCheck ofCoin = new StreamCheck("BTC", false);
        Phase phaseOfCoin = ofCoin.begin(START_MS);
        ofCoin.frame(frame(0, "", order(0, 1)), START_MS);
        ofCoin.frame(frame(12, "", order(0, 40)), START_MS);

        assertThat(phaseOfCoin.figures().lost()).isEqualTo(12);
    }

    @Test
    void shouldNoticeGapsAndCountOneOfUnknownSizeAsOne() {
        take(frame(
                0,
                "{\"id\":\"g\",\"where\":\"gateway\",\"partition\":0,\"events\":5,\"bytes\":null},"
                        + "{\"id\":\"h\",\"where\":\"parser\",\"partition\":1,\"events\":null,\"bytes\":null}",
                order(0, 1)));

        assertThat(phase.figures().lost()).isEqualTo(6);
    }

    @Test
    void shouldCountALossOnceThatIsBothReportedAndMissing() {
        take(frame(0, "", order(0, 1)));
        take(frame(3, "", order(0, 5)));

        assertThat(phase.figures().lost()).isEqualTo(3);
    }

    @Test
    void shouldNoticeRepeatedOrders() {
        take(frame(0, "", order(0, 1), order(0, 2)));
        take(frame(0, "", order(0, 2)));

        assertThat(check.repeated()).isEqualTo(1);
    }

    @Test
    void shouldCountAnOrderForThePhaseInWhichItWasWritten() {
        Phase second = check.begin(START_MS + 1_000);

        check.frame(
                frame(0, "", order(0, 1, START_MS + 900, "BTC"), order(0, 2, START_MS + 1_000, "ETH")),
                START_MS + 1_500);

        assertThat(phase.figures().orders()).isEqualTo(1);
        assertThat(phase.figures().ofCoin()).isEqualTo(1);
        assertThat(phase.figures().maxMs()).isEqualTo(600);
        assertThat(second.figures().orders()).isEqualTo(1);
        assertThat(second.figures().ofCoin()).isZero();
        assertThat(check.lastAgeMs()).isEqualTo(500);
    }

    @Test
    void shouldWaitForThePartitionThatIsLast() {
        take(frame(0, "", order(0, 1, START_MS + 20, "BTC"), order(1, 1, START_MS + 10, "BTC")));
        assertThat(check.isPast(START_MS + 10)).isTrue();
        assertThat(check.isPast(START_MS + 20)).isFalse();

        take(frame(0, "", order(1, 2, START_MS + 20, "BTC")));
        assertThat(check.isPast(START_MS + 20)).isTrue();
    }
}
