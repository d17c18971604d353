package io.orderwire.gateway.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.sequence.Lookback;
import io.orderwire.gateway.sequence.RecordingSink;
import io.orderwire.gateway.sequence.UserOf;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Cursors whose sequences do not fit the topic, and valid ones that only seem not to fit. */
class LookbackTest {
    private static final Uuid TOPIC = Uuid.randomUuid();
    private static final long MUCH = Lookback.MOST_AHEAD + 1;

    private final RecordingSink sink = new RecordingSink();
    private final Track track =
            new Track(Topics.DEFAULT.orders(), TOPIC, 1, sink, new RecordView(), GatewayMetrics.unseen());

    private void begin(long offset, long seq, long beginning) {
        track.begin(
                new Cursor(TOPIC, new long[] {offset}, new long[] {seq}, List.of(List.of())), new long[] {beginning});
    }

    /** An order at a byte of the node's file, read at a time. */
    private static ConsumerRecord<byte[], byte[]> row(long offset, long seq, long at) {
        byte[] key = UserOf.key(UserOf.partition(0, 1));
        String value = "{\"pos\":\"20260505/17@" + at + "\",\"part\":0,\"seq\":" + seq + ",\"event\":{\"user\":\""
                + new String(key, StandardCharsets.ISO_8859_1) + "\"}}";
        return new ConsumerRecord<>(
                Topics.DEFAULT.orders(),
                0,
                offset,
                at,
                TimestampType.CREATE_TIME,
                key.length,
                value.length(),
                key,
                value.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }

    private void take(long from, long to, long seqOfFirst) {
        for (long offset = from; offset <= to; offset++) {
            track.take(row(offset, seqOfFirst + offset - from, 1_000 + offset));
        }
    }

    @Test
    void shouldReadTheLastRecordsBeforeACursorAndHandOutNoneOfThem() {
        begin(500, 500, 0);
        assertThat(track.next(0)).isEqualTo(500 - Lookback.OFFSETS);
        assertThat(Cursor.decode(track.cursor()).nextOffsets()).containsExactly(500);

        take(400, 501, 401);

        assertThat(sink.events()).hasSize(2);
        assertThat(track.next(0)).isEqualTo(502);
        assertThat(Cursor.decode(track.cursor()).lastSeqs()).containsExactly(502);
    }

    @Test
    void shouldBeginWhereTheTopicDoes() {
        begin(500, 500, 450);
        assertThat(track.next(0)).isEqualTo(450);
    }

    @Test
    void shouldEndWithASequenceThatIsFarTooHighForTheRecordsBeforeIt() {
        begin(500, 500 + MUCH, 0);
        take(400, 499, 401);

        assertThatThrownBy(() -> track.nothingBefore(0, 500))
                .isInstanceOf(ReplayEndedException.class)
                .hasMessageContaining("in partition 0 at offset 500 the cursor has seen sequence " + (500 + MUCH))
                .hasMessageContaining("has 500 there");
    }

    @Test
    void shouldEndWithASequenceThatIsFarTooHighForTheFirstRecordBehindIt() {
        begin(500, 500 + MUCH, 500);

        assertThatThrownBy(() -> take(500, 500, 500)).isInstanceOf(ReplayEndedException.class);
        assertThat(sink.events()).isEmpty();
    }

    /** A long transaction was aborted, and is being written again. */
    @Test
    void shouldTakeWhatAnAbortedTransactionHasShownForARepetition() {
        begin(1_500, 1_400, 0);
        take(1_400, 1_600, 300);

        assertThat(sink.events()).isEmpty();
        assertThat(Cursor.decode(track.cursor()).lastSeqs()).containsExactly(1_400);
        take(1_601, 2_502, 501);
        assertThat(sink.events()).hasSize(2);
    }

    /** The records before the cursor show that it is valid, so the numbering is new. */
    @Test
    void shouldFollowANumberingThatBeganAgainJustBehindTheCursor() {
        begin(500, 5_000_000, 0);
        take(400, 499, 4_999_901);
        take(500, 503, 1);

        assertThat(sink.events()).hasSize(4);
        assertThat(Cursor.decode(track.cursor()).lastSeqs()).containsExactly(4);
    }

    /** The cursor was made when a marker had reported the last sequences. */
    @Test
    void shouldFollowANumberingThatBeganAgainJustBehindAMarker() {
        begin(500, 5_000_005, 0);
        take(400, 498, 4_999_902);
        Gap gap = Gap.builder("g", Gap.Where.PARSER, Gap.Reason.AGE)
                .partition(0)
                .seqs(5_000_001L, 5_000_005L)
                .events(5L)
                .times(1, 2)
                .build();
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.GAP, Headers.value(gap.toJson()));
        track.take(new ConsumerRecord<>(
                Topics.DEFAULT.orders(),
                0,
                499,
                1,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                null,
                headers,
                Optional.empty()));
        take(500, 503, 1);

        assertThat(sink.events()).hasSize(4);
        assertThat(Cursor.decode(track.cursor()).lastSeqs()).containsExactly(4);
    }

    @Test
    void shouldFollowANumberingThatBeganAgainInWhatRetentionHasTaken() {
        begin(500, 5_000_000, 700);
        track.gone(0, 700, 800, 0);
        take(700, 702, 51);

        assertThat(sink.events()).hasSize(4);
        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.where()).isEqualTo(Gap.Where.RETENTION);
            assertThat(gap.toSeq()).isEqualTo(50);
        });
    }

    @Test
    void shouldNotLookWhereRetentionHasTakenTheRecords() {
        begin(500, 500, 0);
        track.gone(0, 450, 800, 0);
        assertThat(track.next(0)).isEqualTo(450);
        track.gone(0, 600, 800, 0);
        assertThat(track.next(0)).isEqualTo(600);
        take(600, 600, 601);

        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.fromSeq()).isEqualTo(501);
            assertThat(gap.toSeq()).isEqualTo(600);
        });
    }
}
