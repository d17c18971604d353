package io.orderwire.gateway.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records in the topic of orders that were not written by a parser. */
class ForeignRecordsTest {
    private static final String USER = UserOf.partition(1, 2);
    private static final String ORDER = "{'pos':'20260505/17@600','part':1,'seq':4,'event':{'user':'" + USER + "'}}";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final GatewayMetrics metrics = new GatewayMetrics(meters);
    private final RecordingSink sink = new RecordingSink();
    private final Positions positions = new Positions(Topics.DEFAULT.orders(), Uuid.randomUuid(), 2);
    private final Sequencer filter = new Sequencer(positions, sink, metrics);
    private TimestampType timestamps = TimestampType.CREATE_TIME;
    private long offset;
    private long nowMs = 1_000;

    private ConsumerRecord<byte[], byte[]> record(
            @Nullable String key, @Nullable String value, String @Nullable [] gaps) {
        RecordHeaders headers = new RecordHeaders();
        for (String gap : gaps == null ? new String[0] : gaps) {
            headers.add(Headers.GAP, Headers.value(gap.replace('\'', '"')));
        }
        return new ConsumerRecord<>(
                Topics.DEFAULT.orders(),
                1,
                offset++,
                nowMs,
                timestamps,
                0,
                0,
                key == null ? null : key.getBytes(StandardCharsets.ISO_8859_1),
                value == null ? null : value.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                headers,
                Optional.empty());
    }

    private static String order(long seq) {
        return ORDER.replace("'seq':4", "'seq':" + seq);
    }

    /** An order whose position grows with its sequence. */
    private static String placed(long seq) {
        return order(seq).replace("@600", "@" + 600 * seq);
    }

    private List<Long> taken() {
        List<Long> taken = new ArrayList<>();
        for (String event : sink.events()) {
            taken.add(SeqScan.seq(event.getBytes(StandardCharsets.UTF_8)));
        }
        return taken;
    }

    private void orders(long from, long to) {
        for (long seq = from; seq <= to; seq++) {
            filter.accept(record(USER, order(seq).replace("@600", "@" + 600 * (1 + offset)), null));
        }
    }

    private void gap(String... texts) {
        filter.accept(record(null, null, texts));
    }

    private static String gap(@Nullable Integer partition, long from, long to) {
        return Gap.builder("g", Gap.Where.PARSER, Gap.Reason.AGE)
                .partition(partition)
                .seqs(from, to)
                .events(to - from + 1)
                .times(1, 2)
                .build()
                .toJson();
    }

    private void assertForeign(int count) {
        assertThat(metrics.failedRecords().foreign().count()).isEqualTo(count);
        assertThat(Reason.texts(metrics.failedRecords().foreign().reasons()))
                .singleElement()
                .asString()
                .startsWith(count + " foreign records ignored, the last at hyperliquid.orders-1 offset ");
        assertThat(meters.get("orderwire.gateway.foreign")
                        .tag("topic", Topics.DEFAULT.orders())
                        .counter()
                        .count())
                .isEqualTo(count);
        assertThat(metrics.skippedEvents().total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'part':1 > 'part':0",
                "'part':1 > 'part':-1",
                "'part':1 > 'part':99999999999999999999",
                "'part':1 > 'part':'1'",
                "'seq':4 > 'seq':0",
                "'seq':4 > 'seq':-4",
                "'seq':4 > 'seq':9223372036854775807",
                "'seq':4 > 'seq':9007199254740992",
                "'seq':4 > 'seq':4503599627370496",
                "'seq':4 > 'seq':'4'",
                "'seq':4 > 'seq':4.0",
                "'user':'0x > 'user':'0y",
                "'user' > 'User'",
                "}} > }}}",
                "}} > }},'dropped':7",
                "}} > ,'x':NaN}}",
                "}} > ,'x':'\\q'}}",
                "}} > }",
                "{'pos' > x{'pos'",
                "{'pos' > [{'pos'"
            })
    void shouldIgnoreAnOrderThatNoParserWrites(String change) {
        String[] parts = change.split(" > ", -1);
        orders(1, 3);
        String changed = ORDER.replace(parts[0], parts[1]);
        assertThat(changed).isNotEqualTo(ORDER);
        filter.accept(record(USER, changed, null));
        orders(4, 5);
        assertThat(taken()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertForeign(1);
    }

    @Test
    void shouldIgnoreAnOrderUnderAnotherKeyThanItsUser() {
        orders(1, 3);
        String other = USER.substring(0, 41) + (USER.endsWith("0") ? '1' : '0');
        for (String key : new String[] {null, "", "\u00ff", USER.substring(2), other, UserOf.partition(0, 2), "0x"}) {
            filter.accept(record(key, order(4), null));
        }
        orders(4, 4);
        assertThat(taken()).containsExactly(1L, 2L, 3L, 4L);
        assertForeign(7);
    }

    @ParameterizedTest
    @ValueSource(longs = {2_000, 1L << 20, 1L << 40, (1L << 53) - 1})
    void shouldIgnoreASequenceFarAhead(long absurd) {
        orders(1, 3);
        orders(absurd, absurd);
        orders(4, 5);
        gap(gap(1, 6, absurd + 70_000 > 1L << 53 ? (1L << 53) - 1 : absurd + 70_000));
        orders(6, 7);
        assertThat(taken()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertForeign(2);
    }

    @Test
    void shouldPassOnAJumpOnceItIsContinued() {
        orders(1, 3);
        orders(10_000, 10_002);
        assertThat(taken()).containsExactly(1L, 2L, 3L, 10_000L, 10_001L, 10_002L);
        gap(gap(1, 10_003, 200_000));
        assertThat(sink.gaps()).isEmpty();
        orders(200_001, 200_001);
        assertThat(sink.gaps()).extracting(Gap::toSeq).containsExactly(200_000L);
        assertThat(taken()).endsWith(200_001L);
        assertThat(metrics.failedRecords().foreign().count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 1_000_000})
    void shouldNotTakeANumberingThatBeginsAgainForRepetitions(long last) {
        orders(last - 2, last);
        nowMs += 10;
        orders(1, 3);
        assertThat(taken()).containsExactly(last - 2, last - 1, last, 1L, 2L, 3L);
        nowMs += 10;
        orders(4, 4);
        assertThat(taken()).endsWith(4L);
    }

    /** Records of an aborted transaction are written again with the timestamps of the originals. */
    @Test
    void shouldTakeWhatIsDoneAgainForRepetitions() {
        orders(1, 5);
        orders(1, 6);
        timestamps = TimestampType.LOG_APPEND_TIME;
        nowMs += 10;
        orders(1, 7);
        timestamps = TimestampType.CREATE_TIME;
        for (long seq = 1; seq <= 7; seq++) {
            nowMs += 10;
            filter.accept(record(USER, order(seq), null));
        }
        assertThat(taken()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    /** An older order that was written again before the start does not become the newest one. */
    @Test
    void shouldKnowTheNewestOrderFromBeforeTheStartWhereAnOlderOneIsRepeated() {
        filter.wasThere(record(USER, placed(9), null));
        filter.wasThere(record(USER, placed(10), null));
        filter.wasThere(record(USER, placed(9), null));
        nowMs += 10;
        filter.accept(record(USER, placed(10), null));
        filter.accept(record(USER, placed(11), null));
        assertThat(taken()).containsExactly(11L);
        assertThat(metrics.failedRecords().foreign().count()).isZero();
    }

    @Test
    void shouldNotBeginWithAForgedSequence() {
        filter.wasThere(record(USER, order(1L << 50), null));
        filter.wasThere(record(USER, order(7), null));
        filter.wasThere(record(USER, order(8), null));
        filter.wasThere(record(USER, order(1L << 50), null));
        orders(9, 10);
        assertThat(taken()).containsExactly(9L, 10L);
    }

    @Test
    void shouldIgnoreMarkersThatNoParserWrites() {
        orders(1, 3);
        String fit = gap(1, 4, 5);
        gap();
        gap("");
        gap("{}");
        gap(fit, fit);
        gap(fit + ",\"gaps\":[");
        gap(fit + fit);
        gap(gap(0, 4, 5));
        gap(fit.replace("\"fromSeq\":4", "\"fromSeq\":6"));
        gap(fit.replace("\"toSeq\":5", "\"toSeq\":9223372036854775807"));
        gap(fit.replace("\"events\":2", "\"events\":\"2\""));
        gap(fit.replace("\"id\":\"g\"", "\"id\":\"\\ud800\""));
        gap(fit.replace("\"id\":\"g\"", "\"id\":\"" + "x".repeat(1 << 20) + "\""));
        assertThat(sink.gaps()).isEmpty();
        orders(4, 4);
        assertThat(taken()).containsExactly(1L, 2L, 3L, 4L);
        assertForeign(12);
    }
}
