package io.orderwire.gateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.sequence.Positions;
import io.orderwire.gateway.sequence.RecordingSink;
import io.orderwire.gateway.sequence.UserOf;
import io.orderwire.gateway.source.LivePosition;
import io.orderwire.gateway.source.OrdersReaderFixture;
import io.orderwire.gateway.source.StreamStand;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TrackTest {
    private static final Uuid TOPIC = Uuid.randomUuid();
    private static final long[] BEGINS = {0, 0};

    private final RecordingSink sink = new RecordingSink();
    private final Track track =
            new Track(Topics.DEFAULT.orders(), TOPIC, 2, sink, new RecordView(), GatewayMetrics.unseen());

    private static ConsumerRecord<byte[], byte[]> row(int partition, long offset, long seq) {
        byte[] value = order(partition, seq).getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                Topics.DEFAULT.orders(),
                partition,
                offset,
                UserOf.key(UserOf.partition(partition, OrdersReaderFixture.PARTITIONS)),
                value);
    }

    private static String order(int partition, long seq) {
        return OrdersReaderFixture.order(partition, seq);
    }

    private void take(int partition, long... offsets) {
        for (long offset : offsets) {
            track.take(row(partition, offset, offset + 1));
        }
    }

    @Test
    void shouldTakeWhatIsBehindItsCursorOnly() {
        track.begin(new Cursor(TOPIC, new long[] {5, 0}, new long[] {6, 0}, List.of(List.of(), List.of())), BEGINS);

        take(0, 3, 4, 5, 6);
        take(1, 0);

        assertThat(sink.events()).containsExactly(order(0, 7), order(1, 1));
        assertThat(Cursor.decode(track.cursor()).nextOffsets()).containsExactly(7, 1);
        assertThat(Cursor.decode(track.cursor()).lastSeqs()).containsExactly(7, 1);
    }

    @Test
    void shouldStopWhereTheLiveStreamStood() {
        track.begin(new long[] {0, 0});
        track.until(StreamStand.of(live(new long[] {2, 1}, new long[] {2, 1})));

        take(0, 0, 1, 2);
        assertThat(track.isAtEnd()).isFalse();
        // The end of a transaction is not a record: only the position shows that it was read.
        track.nothingBefore(1, 9);

        assertThat(track.isAtEnd()).isTrue();
        assertThat(sink.events()).containsExactly(order(0, 1), order(0, 2));
        track.removeEnd();
        assertThat(track.isAtEnd()).isFalse();
        take(0, 2);
        take(1, 1);
        assertThat(sink.events()).containsExactly(order(0, 1), order(0, 2), order(0, 3), order(1, 2));
    }

    @Test
    void shouldNotGoOverToALiveStreamThatHasSeenLess() {
        long[] offsets = {8, 8};
        track.begin(new Cursor(TOPIC, new long[] {8, 6}, new long[] {7, 5}, List.of(List.of(), List.of())), offsets);

        assertThat(track.stand().canContinueAt(live(offsets, new long[] {6, 9})))
                .as("its 7 may come again")
                .isFalse();
        assertThat(track.stand().canContinueAt(live(new long[] {7, 8}, new long[] {7, 9})))
                .isFalse();
        assertThat(track.stand().canContinueAt(live(new long[] {8, LivePosition.UNSETTLED}, new long[] {7, 9})))
                .isFalse();
        assertThat(track.stand().canContinueAt(live(offsets, new long[] {0, 9})))
                .as("there is nothing that could come again")
                .isTrue();
        assertThat(track.stand().canContinueAt(live(offsets, new long[] {7, 5})))
                .isTrue();
        track.until(StreamStand.of(live(offsets, new long[] {7, 5})));
        assertThat(track.agreesAtEnd()).isTrue();
        take(1, 6, 7);
        assertThat(track.isAtEnd()).isTrue();
        assertThat(track.agreesAtEnd())
                .as("it found 7 and 8, which the live stream has not seen")
                .isFalse();
    }

    private static LivePosition live(long[] offsets, long[] seqs) {
        return new LivePosition() {
            @Override
            public Uuid topicId() {
                return TOPIC;
            }

            @Override
            public int partitions() {
                return offsets.length;
            }

            @Override
            public long next(int partition) {
                return offsets[partition];
            }

            @Override
            public long lastSeq(int partition) {
                return seqs[partition];
            }

            @Override
            public long held(int partition) {
                return Positions.NONE_HELD;
            }
        };
    }

    @Test
    void shouldTellWhatIsGone() {
        track.begin(new Cursor(TOPIC, new long[] {3, 3}, new long[] {3, 3}, List.of(List.of(), List.of())), BEGINS);
        track.gone(0, 10, 20, 7);
        track.gone(1, 0, 20, 7);

        take(0, 9, 10);
        take(1, 3);

        assertThat(sink.events()).hasSize(3).contains(order(0, 11), order(1, 4));
        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.where()).isEqualTo(Gap.Where.RETENTION);
            assertThat(gap.fromSeq()).isEqualTo(4);
            assertThat(gap.toSeq()).isEqualTo(10);
        });
    }

    /** Partition 0 was deleted up to the end, after the live stream had seen {@code liveSeq} there. */
    private void endAfterADeletion(long liveSeq) {
        track.begin(new Cursor(TOPIC, new long[] {3, 3}, new long[] {3, 3}, List.of(List.of(), List.of())), BEGINS);
        track.gone(0, 10, 10, 7);
        track.until(StreamStand.of(live(new long[] {10, 3}, new long[] {liveSeq, 3})));
        track.nothingBefore(0, 10);
        track.nothingBefore(1, 3);
        assertThat(track.isAtEnd()).isTrue();
        assertThat(track.agreesAtEnd()).isTrue();
        track.reportAtEnd();
        assertThat(track.agreesAtEnd()).isTrue();
    }

    @Test
    void shouldReportWhatWasDeletedBeforeItsEndAlthoughNoOrderFollows() {
        endAfterADeletion(9);

        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.where()).isEqualTo(Gap.Where.RETENTION);
            assertThat(gap.partition()).isZero();
            assertThat(gap.fromSeq()).isEqualTo(4);
            assertThat(gap.toSeq()).isEqualTo(9);
            assertThat(gap.events()).isEqualTo(6);
        });
        assertThat(Cursor.decode(track.cursor()).nextOffsets()).containsExactly(10, 3);
        assertThat(Cursor.decode(track.cursor()).lastSeqs()).containsExactly(9, 3);
        track.reportAtEnd();
        track.removeEnd();
        track.take(row(0, 10, 10));
        assertThat(sink.events()).hasSize(2).endsWith(order(0, 10));
    }

    @Test
    void shouldReportALossOfUnknownSizeIfTheLiveStreamHasSeenNothingEither() {
        endAfterADeletion(0);

        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.fromSeq()).isEqualTo(4);
            assertThat(gap.toSeq()).isNull();
            assertThat(gap.events()).isNull();
        });
    }

    @Test
    void shouldNotReportDeletedOffsetsWithoutOrders() {
        endAfterADeletion(3);

        assertThat(sink.gaps()).isEmpty();
    }

    @Test
    void shouldKnowHowFarBehindItIs() {
        assertThat(track.lag()).isEqualTo(Long.MAX_VALUE);
        track.begin(new long[] {5, 5});
        track.endsAt(List.of(15L, 3L));
        assertThat(track.lag()).isEqualTo(10);
    }
}
