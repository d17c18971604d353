package io.orderwire.gateway.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.Skipped;
import io.orderwire.runtime.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Orders and markers as a later parser may write them. */
class LaterVersionTest {
    private static final String USER = UserOf.partition(1, 2);
    private static final String LATER_GAP = "{\"id\":\"i\",\"where\":\"later-stage\",\"reason\":\"later-reason\","
            + "\"partition\":1,\"fromSeq\":4,\"toSeq\":5,\"later\":[{}],\"fromMs\":1,\"toMs\":2}";

    private final GatewayMetrics metrics = new GatewayMetrics(new SimpleMeterRegistry());
    private final RecordingSink sink = new RecordingSink();
    private final Positions positions = new Positions(Topics.DEFAULT.orders(), Uuid.randomUuid(), 2);
    private final Sequencer sequencer = new Sequencer(positions, sink, metrics);
    private long offset;

    private void accept(@Nullable String value, String... headers) {
        RecordHeaders all = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], Headers.value(headers[i + 1]));
        }
        sequencer.accept(new ConsumerRecord<>(
                Topics.DEFAULT.orders(),
                1,
                offset++,
                1_000,
                TimestampType.CREATE_TIME,
                0,
                0,
                value == null ? null : UserOf.key(USER),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                all,
                Optional.empty()));
    }

    private static String order(long seq) {
        return "{\"pos\":\"20260505/17@" + 600 * seq + "\",\"part\":1,\"seq\":" + seq
                + ",\"event\":{\"time\":\"t\",\"user\":\"" + USER
                + "\",\"status\":\"open\",\"order\":{\"coin\":\"BTC\",\"oid\":7}}}";
    }

    private void orders(long from, long to) {
        for (long seq = from; seq <= to; seq++) {
            accept(order(seq));
        }
    }

    private List<Long> passed() {
        return sink.events().stream()
                .filter(event -> event.startsWith("{"))
                .map(event -> SeqScan.seq(event.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    @Test
    void shouldReportTheOrdersOfALaterVersionAsLostAndPassOnTheOthers() {
        orders(1, 3);
        accept(order(4), Headers.VERSION, "3");
        accept("any other form", Headers.VERSION, "3");
        assertThat(Reason.texts(metrics.failedRecords().foreign().reasons()))
                .containsExactly(
                        "2 foreign records ignored, the last at hyperliquid.orders-1 offset 4: ow.version is 3: a"
                                + " later version wrote the record, this one reads up to 2");
        orders(6, 7);
        assertThat(passed()).containsExactly(1L, 2L, 3L, 6L, 7L);
        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.where()).isEqualTo(Gap.Where.GATEWAY);
            assertThat(gap.reason()).isEqualTo(Gap.Reason.VERSION);
            assertThat(gap.fromSeq()).isEqualTo(4);
            assertThat(gap.toSeq()).isEqualTo(5);
        });
        assertThat(metrics.skippedEvents().count(Skipped.VERSION)).isEqualTo(2);
    }

    /** A client that resumes on a gateway of that version gets these orders. */
    @Test
    void shouldKeepTheCursorBeforeAnOrderOfALaterVersionUntilItIsReported() {
        orders(1, 3);
        accept(order(4), Headers.VERSION, "3");
        accept(order(5), Headers.VERSION, "3");
        assertThat(Cursor.decode(positions.cursor()).nextOffsets()[1]).isEqualTo(3);
        orders(6, 6);
        assertThat(Cursor.decode(positions.cursor()).nextOffsets()[1]).isEqualTo(6);
    }

    @Test
    void shouldReportNothingIfALaterMarkerDoesNotStandForSequences() {
        orders(1, 3);
        accept(null, Headers.VERSION, "2");
        orders(4, 5);
        assertThat(passed()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(sink.gaps()).isEmpty();
        assertThat(metrics.failedRecords().foreign().count()).isEqualTo(1);
    }

    @Test
    void shouldIgnoreAVersionThatIsNotOne() {
        orders(1, 3);
        accept(order(4), Headers.VERSION, "later");
        orders(4, 5);
        assertThat(passed()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(sink.gaps()).isEmpty();
    }

    @Test
    void shouldPassOnUnknownHeadersMembersStatusesAndWords() {
        orders(1, 3);
        accept(null, Headers.GAP, LATER_GAP, "ow.later", "x");
        String later = order(6).replace("{\"pos\"", "{\"node\":{\"seq\":9,\"part\":0},\"pos\"")
                .replace("\"open\"", "\"restingLater\",\"venue\":[1]");
        accept(later, Headers.VERSION, "1", "ow.later", "x");
        assertThat(sink.gaps())
                .extracting(Gap::toJson)
                .singleElement()
                .asString()
                .contains("later-stage", "later-reason");
        assertThat(sink.events()).last().isEqualTo(later);
        assertThat(metrics.failedRecords().foreign().count()).isZero();
    }
}
