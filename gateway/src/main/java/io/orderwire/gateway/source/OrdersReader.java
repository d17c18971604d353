package io.orderwire.gateway.source;

import io.orderwire.gateway.sequence.PendingGap;
import io.orderwire.gateway.sequence.Positions;
import io.orderwire.gateway.sequence.RecentLosses;
import io.orderwire.gateway.sequence.Sequencer;
import io.orderwire.runtime.agent.Agent;
import io.orderwire.runtime.agent.OwnerCheck;
import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.shed.ShedLimits;
import io.orderwire.runtime.stats.StatsNames;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records from Kafka and passes them to the sink, one turn at a time: {@link #doWork()} runs the tasks of other
 * threads, polls once, passes on new records, and makes the sink send the frames that are due. Reading begins at the
 * end of every partition; the records just before the ends show the last sequences. The consumer does not belong to a
 * consumer group. After a failure the reader retries with a new consumer, after pauses of 50 ms to 1 s, for as long as
 * the process runs. A turn waits in its poll, so the agent has no idle time between turns.
 */
public final class OrdersReader implements Agent {
    private static final Logger log = LoggerFactory.getLogger(OrdersReader.class);
    private static final long LONGEST_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 1_000;

    /**
     * Which orders are shed.
     *
     * @param complete true to read all orders, however old
     * @param maxAgeMs largest age of orders unless {@code complete}, milliseconds
     * @param catchUpMaxMs older orders are still read if catching up takes at most this long, milliseconds
     * @param newer finds the newer orders for which old ones are shed
     * @param nanoTime monotonic time
     */
    public record Limits(
            boolean complete, long maxAgeMs, long catchUpMaxMs, NewerRecords newer, LongSupplier nanoTime) {
        ShedLimits catchUp() {
            return new ShedLimits(StatsNames.GATEWAY, maxAgeMs, catchUpMaxMs, !complete, ReadLag.CAUTIOUS_THROUGHPUT);
        }
    }

    private final OrdersConsumer consumer;
    private final TopicIds topicIds;
    private final Positions positions;
    private final Sequencer sequencer;
    private final TopicGuard guard;
    private final AgeLimit ageLimit;
    private final LiveSink sink;
    private final Limits limits;
    private final ReadObserver observer;
    private final OwnerCheck owner = new OwnerCheck("the reader of orders");
    private @Nullable Uuid topicSeen;
    private long pauseMs;

    /**
     * Creates the reader; it connects to Kafka in its first turn.
     *
     * @param topicIds ids of the topic of orders
     * @param limits which orders are shed
     * @param losses recent losses upstream, whose markers may be among records that are shed unread
     * @param observer counts what is read
     */
    public OrdersReader(
            OrdersConsumer consumer,
            TopicIds topicIds,
            Limits limits,
            RecentLosses losses,
            LiveSink sink,
            ReadObserver observer) {
        this.topicIds = topicIds;
        this.positions = consumer.positions();
        this.consumer = consumer;
        this.sequencer = new Sequencer(positions, sink, observer.metrics());
        this.guard = new TopicGuard(topicIds, positions, sequencer, observer.ages()::nowMs);
        this.ageLimit = new AgeLimit(limits, consumer, sequencer, losses, observer);
        this.limits = limits;
        this.sink = sink;
        this.observer = observer;
    }

    @Override
    public String name() {
        return "gateway-reader";
    }

    /** Ends the present poll, if any, because a task was added. */
    @Override
    public void wake() {
        consumer.wake();
    }

    /** Runs one turn; its poll waits if there is no work. */
    @Override
    public int doWork() {
        owner.check();
        try {
            consumer.connect(sequencer::wasThere);
            followTopic();
            boolean done = sink.runTasks();
            ConsumerRecords<byte[], byte[]> rows = consumer.poll(() -> untilNextDue(done));
            ageLimit.begin(rows);
            long ageMs = rows.isEmpty() ? 0 : accept(rows);
            ageLimit.polled(ageMs);
            sink.endOfBatch();
            ageLimit.end();
            observer.state().reading(ageMs);
            pauseMs = 0;
        } catch (WakeupException expected) {
            sink.endOfBatch();
        } catch (OffsetOutOfRangeException e) {
            offsetsGone(e.offsetOutOfRangePartitions());
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            recover(e);
        }
        return 1;
    }

    /**
     * How long the poll may wait: zero if tasks ran in this turn, because their answers are sent after the poll, or if
     * tasks wait.
     */
    private Duration untilNextDue(boolean tasksDone) {
        long nanos = tasksDone || sink.hasTasks() ? 0 : sink.nanosToNextDue(LONGEST_POLL_NANOS);
        // Rounded up: a poll that ended a fraction of a millisecond early would be repeated until the frame is due.
        return Duration.ofMillis((nanos + 999_999) / 1_000_000);
    }

    /**
     * Passes on records; returns the age of the oldest one after all were handled, milliseconds, negative if it is
     * unknown. Drops the records and returns 0 if the topic was recreated.
     */
    private long accept(ConsumerRecords<byte[], byte[]> rows) {
        Uuid topic = guard.topicOf(rows);
        if (positions.isNewTopic(topic)) {
            topicSeen = topic;
            return 0;
        }
        ageLimit.accept(rows);
        return observer.handled(rows);
    }

    private void offsetsGone(Map<TopicPartition, Long> gone) {
        try {
            Uuid id = topicIds.now();
            if (positions.isNewTopic(id)) {
                topicSeen = id;
                return;
            }
            observer.metrics().source().outOfRange();
            log.warn("Kafka does not have the next offsets, resuming without the records that are missing: {}", gone);
            consumer.goOn(gone, limits.complete);
            PendingGap pending =
                    new PendingGap(PendingGap.Cause.RETENTION, observer.ages().ingestorsMs());
            gone.keySet().forEach(partition -> positions.misses(partition.partition(), pending));
        } catch (KafkaException e) {
            recover(e);
        }
    }

    /** Starts over in a recreated topic, which has the same name, another id, and sequences from 1. */
    private void followTopic() {
        Uuid found = topicSeen;
        Uuid seen = found != null && positions.isNewTopic(found) ? found : topicIds.latest();
        if (seen == null || !positions.isNewTopic(seen)) {
            return;
        }
        log.warn(
                "topic {} was recreated (id {}, previously {}): reading it from its beginning",
                positions.topic(),
                seen,
                positions.topicId());
        observer.metrics().source().topicRecreated();
        positions.startOver(seen);
        consumer.goToBeginning();
    }

    private void recover(KafkaException e) {
        String text = observer.failed(positions.topic(), e);
        if (pauseMs == 0) {
            log.warn("reading {} failed, retrying: {}", positions.topic(), text);
        }
        consumer.close();
        pauseMs = pauseMs == 0 ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
        pause(TimeUnit.MILLISECONDS.toNanos(pauseMs));
    }

    /** Pauses; meanwhile answers requests of clients and sends frames that are due. */
    private void pause(long nanos) {
        long endNanos = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = endNanos - System.nanoTime()) {
            boolean done = sink.runTasks();
            sink.endOfBatch();
            if (!done) {
                consumer.pause(Math.min(left, sink.nanosToNextDue(left)), sink::hasTasks);
            }
        }
    }

    @Override
    public void onClose() {
        consumer.close();
    }
}
