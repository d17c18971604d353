package io.orderwire.gateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.sequence.Positions;
import io.orderwire.gateway.sequence.RecordingSink;
import io.orderwire.gateway.sequence.Sequencer;
import io.orderwire.gateway.sequence.UserOf;
import io.orderwire.gateway.source.OrdersConsumer;
import io.orderwire.gateway.source.StreamStand;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/**
 * A replay and the live stream where one of them holds back a record that the other has passed on or taken for old: the
 * numbering begins again at offset {@value #RESTART}.
 */
class HeldAtHandoverTest {
    private static final Uuid TOPIC = Uuid.randomUuid();
    private static final long RESTART = 100;
    private static final long LAST = 100_000;
    private static final long[] BEGINS = {0};

    private final RecordingSink liveSink = new RecordingSink();
    private final RecordingSink replaySink = new RecordingSink();
    private final Positions positions = new Positions(Topics.DEFAULT.orders(), TOPIC, 1);
    private final Sequencer sequencer = new Sequencer(positions, liveSink, GatewayMetrics.unseen());
    private final OrdersConsumer live = new OrdersConsumer(() -> new MockConsumer<>("none"), positions);
    private final Track track =
            new Track(Topics.DEFAULT.orders(), TOPIC, 1, replaySink, new RecordView(), GatewayMetrics.unseen());

    /** Sequences before the restart end at {@value #LAST}; those from the restart on begin at 1. */
    private static ConsumerRecord<byte[], byte[]> row(long offset) {
        return row(offset, offset < RESTART ? LAST - RESTART + 1 + offset : offset - RESTART + 1);
    }

    private static ConsumerRecord<byte[], byte[]> row(long offset, long seq) {
        String user = UserOf.partition(0, 1);
        String order = "{\"pos\":\"20260505/17@" + (offset + 1) * 600 + "\",\"part\":0,\"seq\":" + seq
                + ",\"event\":{\"user\":\"" + user + "\"}}";
        return new ConsumerRecord<>(
                Topics.DEFAULT.orders(),
                0,
                offset,
                offset,
                TimestampType.CREATE_TIME,
                0,
                0,
                UserOf.key(user),
                order.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }

    private void readLive(long from, long to) {
        for (long offset = from; offset <= to; offset++) {
            sequencer.accept(row(offset));
        }
    }

    private void replay(long from, long to) {
        for (long offset = from; offset <= to; offset++) {
            track.take(row(offset));
        }
        track.nothingBefore(0, to + 1);
    }

    /** Reads up to the position of the live stream; returns false if the live stream cannot continue it there. */
    private boolean handOver() {
        if (!track.stand().canContinueAt(live)) {
            return false;
        }
        track.until(StreamStand.of(live));
        boolean agrees = track.isAtEnd() && track.agreesAtEnd();
        track.removeEnd();
        return agrees;
    }

    private static List<String> orders(long from, long to) {
        List<String> orders = new ArrayList<>();
        for (long offset = from; offset <= to; offset++) {
            orders.add(new String(row(offset).value(), StandardCharsets.UTF_8));
        }
        return orders;
    }

    /** Both read on up to that offset, and a client gets all orders from the restart on once. */
    private void assertHandOverAt(long offset) {
        readLive(RESTART + 1, offset);
        replay(RESTART + 1, offset);
        assertThat(handOver()).isTrue();
        assertContinuesAt(offset + 1, RESTART);
    }

    /** The live stream reads on at that offset; its client gets all orders from {@code first} on once. */
    private void assertContinuesAt(long offset, long first) {
        liveSink.events().clear();
        readLive(offset, offset);
        List<String> got = new ArrayList<>(replaySink.events());
        got.addAll(liveSink.events());
        assertThat(got).isEqualTo(orders(first, offset));
    }

    @Test
    void shouldNotHandOverAnOrderThatTheLiveStreamStillHolds() {
        readLive(0, RESTART);
        track.begin(new long[] {RESTART});
        replay(RESTART, RESTART);
        assertThat(replaySink.events()).isEqualTo(orders(RESTART, RESTART));
        assertThat(handOver()).as("would get it once more").isFalse();

        assertHandOverAt(RESTART + 2);
    }

    @Test
    void shouldNotHandOverAHeldOrderThatTheLiveStreamTookForOld() {
        for (long offset = 0; offset <= RESTART; offset++) {
            sequencer.wasThere(row(offset));
        }
        positions.moveTo(0, RESTART + 1);
        track.begin(new Cursor(TOPIC, new long[] {RESTART}, new long[] {LAST}, List.of(List.of())), BEGINS);
        replay(RESTART - 10, RESTART);
        assertThat(replaySink.events()).as("held").isEmpty();
        assertThat(handOver()).as("would never get it").isFalse();

        assertHandOverAt(RESTART + 2);
    }

    @Test
    void shouldHandOverAnOrderThatBothHold() {
        readLive(0, RESTART);
        track.begin(new long[] {RESTART - 2});
        replay(RESTART - 2, RESTART);
        assertThat(handOver()).isTrue();

        assertContinuesAt(RESTART + 1, RESTART - 2);
    }

    @Test
    void shouldHandOverAtOnceWhereItBeginsAtAnOrderThatTheLiveStreamHolds() {
        readLive(0, RESTART);
        track.holdBack(StreamStand.of(live));
        track.begin(new long[] {RESTART});
        replay(RESTART, RESTART);
        assertThat(replaySink.events()).as("held").isEmpty();
        assertThat(handOver()).isTrue();

        assertContinuesAt(RESTART + 1, RESTART);
    }

    /** The cursor of a full frame has the offset of its last order as the next one. */
    @Test
    void shouldNotRepeatAnOrderThatTheLiveStreamHoldsAndAnotherGatewayHasSent() {
        readLive(0, RESTART);
        track.holdBack(StreamStand.of(live));
        track.begin(new Cursor(TOPIC, new long[] {RESTART}, new long[] {1}, List.of(List.of())), BEGINS);
        replay(RESTART - 10, RESTART + 2);
        assertThat(replaySink.events()).isEqualTo(orders(RESTART + 1, RESTART + 2));
    }

    @Test
    void shouldPassOnAHeldOrderThatTheLiveStreamTookForOldIfNoneFollows() {
        for (long offset = 0; offset <= RESTART; offset++) {
            sequencer.wasThere(row(offset));
        }
        positions.moveTo(0, RESTART + 1);
        track.begin(new Cursor(TOPIC, new long[] {RESTART}, new long[] {LAST}, List.of(List.of())), BEGINS);
        replay(RESTART - 10, RESTART);
        assertThat(track.stand().holdsAloneAt(live)).isTrue();
        assertThat(track.stand().obstacle(live))
                .isEqualTo("in partition 0 it holds back no record, this subscription offset " + RESTART
                        + ", until a later record shows whether a parser wrote it");
        track.passHeld(StreamStand.of(live));
        assertThat(replaySink.events()).isEqualTo(orders(RESTART, RESTART));
        assertThat(handOver()).isTrue();

        assertContinuesAt(RESTART + 1, RESTART);
    }

    /** The live stream began after it; if the replay passed it on, all later orders would look like repetitions. */
    @Test
    void shouldNotPassOnAHeldOrderFarAheadOfTheLiveStream() {
        for (long offset = 0; offset < RESTART; offset++) {
            sequencer.wasThere(row(offset));
        }
        ConsumerRecord<byte[], byte[]> forged = row(RESTART, 10 * LAST);
        sequencer.wasThere(forged);
        positions.moveTo(0, RESTART + 1);
        track.begin(new Cursor(TOPIC, new long[] {RESTART}, new long[] {LAST}, List.of(List.of())), BEGINS);
        replay(RESTART - 10, RESTART - 1);
        track.take(forged);
        assertThat(track.stand().holdsAloneAt(live)).isTrue();
        track.passHeld(StreamStand.of(live));
        assertThat(replaySink.events()).as("held").isEmpty();

        ConsumerRecord<byte[], byte[]> next = row(RESTART + 1, LAST + 1);
        sequencer.accept(next);
        track.take(next);
        assertThat(replaySink.events()).containsExactly(new String(next.value(), StandardCharsets.UTF_8));
        assertThat(handOver()).isTrue();
    }

    @Test
    void shouldReadOnWhereTheLiveStreamHasReadMoreThanAHeldOrder() {
        for (long offset = 0; offset <= RESTART + 1; offset++) {
            sequencer.wasThere(row(offset));
        }
        positions.moveTo(0, RESTART + 2);
        track.begin(new Cursor(TOPIC, new long[] {RESTART}, new long[] {LAST}, List.of(List.of())), BEGINS);
        replay(RESTART - 10, RESTART);
        assertThat(track.stand().holdsAloneAt(live)).isFalse();
        track.passHeld(StreamStand.of(live));
        assertThat(replaySink.events()).isEmpty();
    }

    @Test
    void shouldHandOverAfterAHeldOrderThatWasNotAskedFor() {
        readLive(0, RESTART);
        track.begin(new long[] {RESTART + 1});
        assertThat(handOver()).isTrue();
    }
}
