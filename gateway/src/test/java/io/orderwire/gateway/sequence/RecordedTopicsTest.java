package io.orderwire.gateway.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.order.Order;
import io.orderwire.contract.order.ParseResult;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.testing.fixtures.Fixtures;
import io.orderwire.testing.fixtures.RecordedRecord;
import io.orderwire.testing.guarantees.ReceivedDeadLetter;
import io.orderwire.testing.guarantees.ReceivedOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Orders, markers, gaps and dead letters that parsers of earlier versions have written; they are read for a day and longer.
 */
class RecordedTopicsTest {
    private static List<RecordedRecord> records(String kind) {
        return Fixtures.all().stream()
                .flatMap(version -> version.records(kind).stream())
                .toList();
    }

    static List<RecordedRecord> orders() {
        return records("orders");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void shouldReadOrders(RecordedRecord recorded) {
        ConsumerRecord<byte[], byte[]> row = recorded.row();
        ReceivedOrder expected = ReceivedOrder.of(row);
        Order order = Order.parse(row.value());
        assertThat(order.pos()).isEqualTo(expected.pos());
        assertThat(order.seq()).isEqualTo(expected.seq());
        assertThat(order.partition()).isEqualTo(row.partition());
        assertThat(order.event()).isEqualTo(expected.event());
        assertThat(order.blockNumber()).isPositive();
        assertThat(SeqScan.seq(row.value())).isEqualTo(expected.seq());
        RecordView view = new RecordView();
        view.turnTo(row.key(), row.value(), row.timestamp());
        assertThat(view.readable()).isTrue();
        assertThat(view.seq()).isEqualTo(expected.seq());
        assertThat(view.isOfOrder(String.valueOf(order.oid()))).isTrue();
    }

    @Test
    void shouldReadMarkersAsTheGapThatStandsInTheTopicOfGaps() {
        for (Fixtures version : Fixtures.all()) {
            List<Gap> gaps = version.records("gaps").stream()
                    .map(recorded -> Gap.parse(new String(recorded.row().value(), StandardCharsets.UTF_8)))
                    .toList();
            List<RecordedRecord> markers = version.records("markers");
            assertThat(markers).allMatch(marker -> marker.row().value() == null);
            assertThat(markers)
                    .extracting(marker -> Gap.of(marker.row().headers()))
                    .isSubsetOf(gaps);
            assertThat(markers).extracting(marker -> marker.row().partition()).containsExactly(0, 1);
        }
    }

    @Test
    void shouldReadTheOpenGapOfTheFirstVersion() {
        String text =
                new String(Fixtures.of("0.1.0").records("gaps").get(0).row().value(), StandardCharsets.UTF_8);
        Gap gap = Gap.parse(text);
        assertThat(gap)
                .isEqualTo(
                        Gap.builder("ingestor-age-20260505/16~2@2954-" + gap.toMs(), Gap.Where.INGESTOR, Gap.Reason.AGE)
                                .positions("20260505/16~2@2954", "20260505/16~2@7321")
                                .bytes(4_367L)
                                .times(gap.fromMs(), gap.toMs())
                                .build());
        String more = text.replaceFirst("\\{", "{\"new\":{\"id\":[\"x\"]},");
        assertThat(Gap.parse(more)).isEqualTo(gap);
    }

    @Test
    void shouldReadDeadLettersOfEveryReason() {
        List<String> reasons = Arrays.stream(ParseResult.values())
                .filter(result -> result != ParseResult.ORDER)
                .map(ParseResult::reason)
                .toList();
        for (Fixtures version : Fixtures.all()) {
            TreeSet<String> found = new TreeSet<>();
            for (RecordedRecord recorded : version.records("dead-letters")) {
                ReceivedDeadLetter letter = ReceivedDeadLetter.of(recorded.row());
                found.add(letter.reason());
                assertThat(letter.pos().file()).hasToString("20260505/17");
                assertThat(letter.seq()).isPositive();
            }
            assertThat(reasons).containsAll(found);
            if (version.version().equals("0.1.0")) {
                assertThat(found)
                        .containsExactly(
                                "duplicate-key", "not-an-order", "not-json", "not-utf8", "oversized", "too-deep");
            }
        }
    }
}
