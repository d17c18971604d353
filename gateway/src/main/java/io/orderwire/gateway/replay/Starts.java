package io.orderwire.gateway.replay;

import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.protocol.StartPosition;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Queries Kafka for the start offsets of tracks. Answers are shared by all tracks that begin in one turn, so that many that
 * begin at once cost one query each for the ends, the beginnings and each point in time.
 */
final class Starts {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    /** Maximum time for beginning replays in one step, because others that have begun must be read, too. */
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /**
     * A cursor of another gateway may name offsets that this gateway's broker does not serve before this time has passed.
     */
    private static final long AHEAD_NANOS = TimeUnit.SECONDS.toNanos(7);

    /** Maximum number of records by which such a cursor may be ahead. */
    private static final long MOST_AHEAD = 100_000;

    private final List<TopicPartition> partitions;
    private final Ends topicEnds;
    private final LongSupplier nowMs;
    private final LongSupplier nanoTime;
    private final Map<Long, long[]> times = new HashMap<>();
    private long[] begins = {};
    private long turnMs;

    /**
     * @param partitions all of the topic, in order
     * @param topicEnds where they end
     * @param nowMs epoch milliseconds by the clock that stamped the records
     */
    Starts(List<TopicPartition> partitions, Ends topicEnds, LongSupplier nowMs, LongSupplier nanoTime) {
        this.partitions = partitions;
        this.topicEnds = topicEnds;
        this.nowMs = nowMs;
        this.nanoTime = nanoTime;
    }

    /** Begins replays until the time is over, and acknowledges them; throws the consumer's exceptions. */
    void beginSome(Consumer<byte[], byte[]> consumer, List<ReplayRun> fresh, ReplaySteps steps) {
        turn();
        long endNanos = nanoTime.getAsLong() + LONGEST_NANOS;
        for (ReplayRun run : fresh) {
            steps.attempt(run.replay(), () -> {
                if (begin(consumer, run.track(), run.from())) {
                    run.begun();
                }
            });
            if (nanoTime.getAsLong() - endNanos > 0) {
                return;
            }
        }
    }

    /** Begins a turn: forgets earlier answers. */
    void turn() {
        times.clear();
        begins = new long[0];
        turnMs = nowMs.getAsLong();
    }

    /**
     * Sets the start of a track; throws the consumer's exceptions. Returns false if it must be tried again later.
     *
     * @throws ReplayEndedException if it cannot begin there
     */
    boolean begin(Consumer<byte[], byte[]> consumer, Track track, StartPosition from) {
        List<Long> ends = topicEnds.of(consumer);
        if (from instanceof StartPosition.After after) {
            if (isAhead(track, after.cursor(), ends)) {
                return false;
            }
            long[] firsts = begins(consumer);
            track.begin(after.cursor(), firsts);
            // Skips offsets that no longer exist: a poll from them would fail for all replays that are read together.
            for (int partition = 0; partition < firsts.length; partition++) {
                track.gone(partition, firsts[partition], Long.MAX_VALUE, turnMs);
            }
        } else if (from instanceof StartPosition.Ago ago) {
            long ms = turnMs - ago.ms();
            long[] found = times.get(ms);
            if (found == null) {
                found = since(consumer, ms, ends);
                times.put(ms, found);
            }
            track.begin(found);
        } else {
            track.begin(begins(consumer));
        }
        track.endsAt(ends);
        return true;
    }

    /** Whether a cursor names offsets that the topic may reach soon. */
    private boolean isAhead(Track track, Cursor cursor, List<Long> ends) {
        for (int partition = 0; partition < ends.size(); partition++) {
            long ahead = cursor.nextOffsets()[partition] - ends.get(partition);
            if (ahead > 0 && (ahead > MOST_AHEAD || track.waitedNanos(nanoTime.getAsLong()) > AHEAD_NANOS)) {
                throw new ReplayEndedException(new ReplayEnd(
                        ReplayEnd.Why.OFFSETS,
                        "partition " + partition + " ends at offset " + ends.get(partition) + ", the cursor names "
                                + cursor.nextOffsets()[partition]
                                + "; from takes a cursor unchanged, or {\"minutesAgo\":n}"));
            }
            if (ahead > 0) {
                return true;
            }
        }
        return false;
    }

    private long[] begins(Consumer<byte[], byte[]> consumer) {
        if (begins.length == 0) {
            Map<TopicPartition, Long> answer = consumer.beginningOffsets(partitions, ANSWER_TIMEOUT);
            begins = partitions.stream()
                    .mapToLong(partition -> answer.getOrDefault(partition, 0L))
                    .toArray();
        }
        return begins;
    }

    private long[] since(Consumer<byte[], byte[]> consumer, long ms, List<Long> ends) {
        Map<TopicPartition, Long> wanted =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> ms));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted, ANSWER_TIMEOUT);
        long[] offsets = new long[partitions.size()];
        Arrays.setAll(offsets, partition -> {
            @Nullable OffsetAndTimestamp first = found.get(partitions.get(partition));
            return first == null ? ends.get(partition) : first.offset();
        });
        return offsets;
    }
}
