package io.orderwire.runtime.kafka;

import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.runtime.process.WatchedTimer;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the committed ends of a topic's partitions were over the last moments. Who is to give up old records for newer ones
 * asks here, and waits for no answer of Kafka's: the ends are asked for all the while, by a thread of its own, a few times
 * in each bound of age.
 *
 * <p>Kafka's answer to a time is of no use for that: the end of a transaction counts there with the time at which it
 * ended, however old its records are. And records that were old when they came are not the reader's doing; giving
 * them up makes nothing younger. What a reader can win is the time that records waited for it.
 */
public final class CommittedEnds implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CommittedEnds.class);
    private static final int TIMEOUT_MS = 2_000;

    private final Admin admin;
    private final Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    private final List<CommittedEnd> ends;
    private final Clock clock;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final WatchedTimer timer;
    private boolean troubleTold;

    /**
     * Begins to ask.
     *
     * @param role of the process that asks
     * @param maxAgeMs the bound of age, milliseconds
     */
    public static CommittedEnds start(
            KafkaClients clients,
            String role,
            String topic,
            int partitions,
            long maxAgeMs,
            Clock clock,
            StallWatchdog watchdog) {
        CommittedEnds started = new CommittedEnds(
                clients.admin("orderwire-" + role + "-ends"),
                topic,
                partitions,
                maxAgeMs,
                clock,
                new WatchedTimer(role + "-ends", watchdog));
        long intervalMs = Math.max(10, Math.min(maxAgeMs / 8, 1_000));
        started.timer.every("asking Kafka for the committed ends", 0, intervalMs, started::ask);
        return started;
    }

    private CommittedEnds(Admin admin, String topic, int partitions, long maxAgeMs, Clock clock, WatchedTimer timer) {
        this.admin = admin;
        this.clock = clock;
        this.ends = Stream.generate(() -> new CommittedEnd(maxAgeMs))
                .limit(partitions)
                .toList();
        IntStream.range(0, partitions)
                .forEach(number -> wanted.put(new TopicPartition(topic, number), OffsetSpec.latest()));
        this.timer = timer;
    }

    /**
     * Leads from an old record to the first ones that are at most half the bound old, or to the newest where all are older:
     * to the end of a transaction. That records stand behind it is nearly certain and not sure, for what was written there
     * may have been aborted.
     *
     * @param leastGainMs so much longer the old record must have stood there to be read than those
     */
    public NewerRecords newer(long leastGainMs) {
        return (partition, offset, timestampMs, nowMs) ->
                ends.get(partition).newer(offset, timestampMs, nowMs, leastGainMs);
    }

    /** Asks without waiting; while an answer is out nothing is asked. */
    private void ask() {
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        try {
            admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(TIMEOUT_MS))
                    .all()
                    .whenComplete(this::answered);
        } catch (RuntimeException e) {
            answered(null, e);
        }
    }

    private void answered(@Nullable Map<TopicPartition, ListOffsetsResultInfo> answer, @Nullable Throwable failure) {
        long nowMs = clock.millis();
        if (answer != null) {
            answer.forEach((partition, end) -> ends.get(partition.partition()).seen(end.offset(), nowMs));
            troubleTold = false;
        } else if (!troubleTold) {
            troubleTold = true;
            log.warn("Kafka does not tell how far a topic is committed: {}", String.valueOf(failure));
        }
        asking.set(false);
    }

    @Override
    public void close() {
        timer.close();
        // Closing waits for calls under way otherwise.
        admin.close(Duration.ZERO);
    }
}
