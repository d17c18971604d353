package io.orderwire.runtime.kafka;

import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.runtime.process.WatchedTimer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
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
 * Where the committed ends of a topic's partitions were over the last moments. A reader that sheds old records for newer
 * ones asks here, and does not wait for an answer of Kafka: a thread of this class asks for the ends all the time, a few
 * times in each bound of age.
 *
 * <p>Records are shed for the time that they have waited here, by monotonic time since their end was seen, and not by
 * their timestamps: those are of another host's clock. Neither does Kafka's answer to a time help: the end of a
 * transaction counts there with the broker's time, however old its records are. And what was old when it came is not the
 * reader's doing; shedding it makes nothing younger.
 */
public final class CommittedEnds implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CommittedEnds.class);
    private static final int TIMEOUT_MS = 2_000;

    private final Admin admin;
    private final Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    private final List<CommittedEnd> ends;
    private final LongSupplier nanoTime;
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
            KafkaClients clients, String role, String topic, int partitions, long maxAgeMs, StallWatchdog watchdog) {
        CommittedEnds started = new CommittedEnds(
                clients.admin("orderwire-" + role + "-ends"),
                topic,
                partitions,
                maxAgeMs,
                System::nanoTime,
                new WatchedTimer(role + "-ends", watchdog));
        long intervalMs = Math.max(10, Math.min(maxAgeMs / 8, 1_000));
        started.timer.every("asking Kafka for the committed ends", 0, intervalMs, started::ask);
        return started;
    }

    private CommittedEnds(
            Admin admin, String topic, int partitions, long maxAgeMs, LongSupplier nanoTime, WatchedTimer timer) {
        this.admin = admin;
        this.nanoTime = nanoTime;
        this.ends = Stream.generate(() -> new CommittedEnd(maxAgeMs))
                .limit(partitions)
                .toList();
        IntStream.range(0, partitions)
                .forEach(number -> wanted.put(new TopicPartition(topic, number), OffsetSpec.latest()));
        this.timer = timer;
    }

    /**
     * Leads from a record that has waited longer than the bound to the first ones that have waited at most half of it, or
     * to the newest where all have waited longer: to the end of a transaction. That records stand behind it is nearly
     * certain and not sure, for what was written there may have been aborted.
     *
     * @param leastGainMs so much longer the old record must have waited than those
     */
    public NewerRecords newer(long leastGainMs) {
        return new NewerRecords() {
            @Override
            public long instead(int partition, long offset) {
                return ends.get(partition).newer(offset, nowMs(), leastGainMs);
            }

            @Override
            public long waitedMs(int partition, long offset) {
                return CommittedEnds.this.waitedMs(partition, offset);
            }
        };
    }

    /** Leads nowhere, and knows how long records have waited. */
    public NewerRecords none() {
        return new NewerRecords() {
            @Override
            public long instead(int partition, long offset) {
                return 0;
            }

            @Override
            public long waitedMs(int partition, long offset) {
                return CommittedEnds.this.waitedMs(partition, offset);
            }
        };
    }

    private long waitedMs(int partition, long offset) {
        return ends.get(partition).waitedMs(offset, nowMs());
    }

    private long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
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
        long nowMs = nowMs();
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
