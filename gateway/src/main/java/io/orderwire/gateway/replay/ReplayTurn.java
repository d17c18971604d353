package io.orderwire.gateway.replay;

import io.orderwire.gateway.sequence.PackedOrder;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** One turn, in which some replays are read together, poll by poll after {@link #begin}. */
final class ReplayTurn {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    /** A replay with at most this lag, in orders, is reported to the hub. */
    private static final long NEARLY_LIVE = 2_000;

    /** The same in records, however many orders they have: a stream that is written never has a lag of nothing. */
    private static final long NEARLY_LIVE_RECORDS = 16;

    private final ReplayConsumer kafka;
    private final Ends topicEnds;
    private final ReplaySteps steps;
    private final GatewayMetrics metrics;
    private final LongSupplier nowMs;
    /** The same in records like those of the last poll, because lags are in records. */
    private long nearlyLive = NEARLY_LIVE;

    private List<ReplayRun> together = new ArrayList<>();
    private List<ReplayRun> reading = new ArrayList<>();

    /** @param nowMs epoch milliseconds by the clock that stamped the records */
    ReplayTurn(ReplayConsumer kafka, Ends topicEnds, ReplaySteps steps, GatewayMetrics metrics, LongSupplier nowMs) {
        this.kafka = kafka;
        this.topicEnds = topicEnds;
        this.steps = steps;
        this.metrics = metrics;
        this.nowMs = nowMs;
    }

    /** Begins to read for {@code runs}. */
    void begin(List<ReplayRun> runs) {
        kafka.seek(runs);
        together = new ArrayList<>(runs);
        reading = new ArrayList<>(runs);
    }

    /** Returns true if no replay takes more records. */
    boolean isOver() {
        return reading.isEmpty();
    }

    /** Polls once, and returns the number of orders. */
    int poll() {
        try {
            List<ConsumerRecord<byte[], byte[]>> rows = kafka.poll();
            int orders = rows.stream().mapToInt(PackedOrder::count).sum();
            nearlyLive =
                    rows.isEmpty() ? nearlyLive : Math.max(NEARLY_LIVE_RECORDS, NEARLY_LIVE * rows.size() / orders);
            metrics.replays().read(orders);
            handOut(rows);
            handOver();
            reading.removeIf(run -> !run.isWanted() || !steps.lookForRoom(run));
            return orders;
        } catch (OffsetOutOfRangeException e) {
            gone(e.offsetOutOfRangePartitions().keySet());
            reading.clear();
            return 0;
        }
    }

    /** Returns true if the live stream keeps frames for one of the replays. */
    boolean isJoining() {
        return together.stream().anyMatch(run -> run.track().hasEnd());
    }

    /** Ends the turn; returns the replays that were not reported. */
    List<ReplayRun> end() {
        List<ReplayRun> left = together;
        together = new ArrayList<>();
        reading = new ArrayList<>();
        return left;
    }

    /**
     * Passes each record to each replay, so that it is read once for all. A replay without room keeps its position, at
     * which its next turn continues.
     */
    private void handOut(List<ConsumerRecord<byte[], byte[]>> rows) {
        for (ConsumerRecord<byte[], byte[]> row : rows) {
            reading.removeIf(run -> {
                boolean taken = steps.attempt(run.replay(), () -> run.track().take(row));
                return !taken || !run.hasRoom();
            });
        }
    }

    /** Advances the replays that took the whole poll, and reports those that have come far enough. */
    private void handOver() {
        long[] positions = kafka.positions();
        List<Long> known = topicEnds.of(kafka.connected());
        for (Iterator<ReplayRun> all = reading.iterator(); all.hasNext(); ) {
            ReplayRun run = all.next();
            Track track = run.track();
            boolean moved = steps.attempt(run.replay(), () -> {
                for (int partition = 0; partition < positions.length; partition++) {
                    track.nothingBefore(partition, positions[partition]);
                }
                track.endsAt(known);
            });
            if (!moved) {
                all.remove();
            } else if (track.isAtEnd()) {
                all.remove();
                together.remove(run);
                steps.atEnd(run);
            } else if (!track.hasEnd() && track.lag() <= nearlyLive && run.mayJoin()) {
                all.remove();
                together.remove(run);
                steps.nearLive(run);
            }
        }
    }

    private void gone(Set<TopicPartition> missing) {
        kafka.forgetPositions();
        Consumer<byte[], byte[]> current = kafka.connected();
        Map<TopicPartition, Long> begins = current.beginningOffsets(missing, ANSWER_TIMEOUT);
        Map<TopicPartition, Long> ends = current.endOffsets(missing, ANSWER_TIMEOUT);
        metrics.source().outOfRange();
        for (TopicPartition partition : missing) {
            long begin = begins.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, begin);
            together.forEach(run -> steps.attempt(
                    run.replay(), () -> run.track().gone(partition.partition(), begin, end, nowMs.getAsLong())));
        }
    }
}
