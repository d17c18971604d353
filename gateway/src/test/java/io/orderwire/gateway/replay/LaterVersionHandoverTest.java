package io.orderwire.gateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.sequence.Positions;
import io.orderwire.gateway.sequence.RecordingSink;
import io.orderwire.gateway.sequence.Sequencer;
import io.orderwire.gateway.sequence.UserOf;
import io.orderwire.gateway.source.OrdersConsumer;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** A client resumes before orders of a later version, on a gateway that has started after them. */
class LaterVersionHandoverTest {
    private static final Uuid TOPIC = Uuid.randomUuid();
    private static final long[] BEGINS = {0};

    /** The orders after it, up to the last of the later version, cannot be read. */
    private static final long LAST = 5;

    private static final long LAST_OF_LATER_VERSION = 10;

    private final RecordingSink liveSink = new RecordingSink();
    private final RecordingSink replaySink = new RecordingSink();
    private final Positions positions = new Positions(Topics.DEFAULT.orders(), TOPIC, 1);
    private final Sequencer sequencer = new Sequencer(positions, liveSink, GatewayMetrics.unseen());
    private final OrdersConsumer live = new OrdersConsumer(() -> new MockConsumer<>("none"), positions);
    private final Track track =
            new Track(Topics.DEFAULT.orders(), TOPIC, 1, replaySink, new RecordView(), GatewayMetrics.unseen());

    private static ConsumerRecord<byte[], byte[]> row(long seq, String version) {
        String user = UserOf.partition(0, 1);
        String order = "{\"pos\":\"20260505/17@" + seq * 600 + "\",\"part\":0,\"seq\":" + seq
                + ",\"event\":{\"user\":\"" + user + "\"}}";
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.VERSION, Headers.value(version));
        return new ConsumerRecord<>(
                Topics.DEFAULT.orders(),
                0,
                seq - 1,
                seq,
                TimestampType.CREATE_TIME,
                0,
                0,
                UserOf.key(user),
                order.getBytes(StandardCharsets.UTF_8),
                headers,
                Optional.empty());
    }

    private static ConsumerRecord<byte[], byte[]> row(long seq) {
        return row(seq, seq <= LAST || seq > LAST_OF_LATER_VERSION ? "1" : "3");
    }

    /** The client of a cursor after the last readable order; the live stream begins after {@code last}. */
    private void resumeAfterAStartAt(long last) {
        for (long seq = 1; seq <= last; seq++) {
            sequencer.wasThere(row(seq));
        }
        positions.moveTo(0, last);
        track.begin(new Cursor(TOPIC, new long[] {LAST}, new long[] {LAST}, List.of(List.of())), BEGINS);
        for (long seq = 1; seq <= last; seq++) {
            track.take(row(seq));
        }
        track.nothingBefore(0, last);
    }

    private static void assertReported(RecordingSink sink) {
        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.reason()).isEqualTo(Gap.Reason.VERSION);
            assertThat(gap.fromSeq()).isEqualTo(LAST + 1);
            assertThat(gap.toSeq()).isEqualTo(LAST_OF_LATER_VERSION);
        });
    }

    @Test
    void shouldNotJoinTheLiveStreamBeforeTheLossIsReported() {
        resumeAfterAStartAt(LAST_OF_LATER_VERSION);
        assertThat(replaySink.gaps()).isEmpty();
        assertThat(track.stand().canContinueAt(live)).isFalse();

        track.take(row(LAST_OF_LATER_VERSION + 1));
        sequencer.accept(row(LAST_OF_LATER_VERSION + 1));
        assertReported(replaySink);
        assertReported(liveSink);
        assertThat(track.stand().canContinueAt(live)).isTrue();
    }

    @Test
    void shouldJoinTheLiveStreamAtOnceIfAnOrderFollowedBeforeItBegan() {
        resumeAfterAStartAt(LAST_OF_LATER_VERSION + 1);
        assertReported(replaySink);
        assertThat(track.stand().canContinueAt(live)).isTrue();

        sequencer.accept(row(LAST_OF_LATER_VERSION + 2));
        assertThat(liveSink.gaps()).isEmpty();
    }
}
