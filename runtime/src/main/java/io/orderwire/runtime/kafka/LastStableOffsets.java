package io.orderwire.runtime.kafka;

import io.orderwire.runtime.agent.WatchedTimer;
import io.orderwire.runtime.process.StallWatchdog;
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
 * The recent last stable offsets of a topic's partitions. A reader that sheds old records for newer ones looks them up here
 * without waiting for Kafka: a thread of this class requests them several times within each bound of age.
 *
 * <p>Records are shed because of the time that they have waited here: the monotonic time since they became readable. Their
 * timestamps are not used, because they come from another host's clock. A lookup of offsets by time in Kafka does not help
 * either, because it uses the broker's time for the end of a transaction, independent of the age of its records. The reader is
 * not responsible for the age of records on arrival, and shedding them because of it would not make later records younger.
 */
public final class LastStableOffsets implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LastStableOffsets.class);
    private static final int TIMEOUT_MS = 2_000;

    private final Admin admin;
    private final Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    private final List<LastStableOffset> ends;
    private final LongSupplier nanoTime;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final WatchedTimer timer;
    private boolean troubleLogged;

    /**
     * Starts requesting the offsets.
     *
     * @param role role of the process that reads
     * @param maxAgeMs the bound of age, milliseconds
     */
    public static LastStableOffsets start(
            KafkaClients clients, String role, String topic, int partitions, long maxAgeMs, StallWatchdog watchdog) {
        LastStableOffsets started = new LastStableOffsets(
                clients.admin("orderwire-" + role + "-ends"),
                topic,
                partitions,
                maxAgeMs,
                System::nanoTime,
                new WatchedTimer(role + "-ends", watchdog));
        long intervalMs = Math.max(10, Math.min(maxAgeMs / 8, 1_000));
        started.timer.every("asking Kafka for the last stable offsets", 0, intervalMs, started::ask);
        return started;
    }

    private LastStableOffsets(
            Admin admin, String topic, int partitions, long maxAgeMs, LongSupplier nanoTime, WatchedTimer timer) {
        this.admin = admin;
        this.nanoTime = nanoTime;
        this.ends = Stream.generate(() -> new LastStableOffset(maxAgeMs))
                .limit(partitions)
                .toList();
        IntStream.range(0, partitions)
                .forEach(number -> wanted.put(new TopicPartition(topic, number), OffsetSpec.latest()));
        this.timer = timer;
    }

    /**
     * Leads from a record that has waited longer than the bound to the first records that have waited at most half of it, or
     * to the newest if all have waited longer. The offset is the end of a transaction. It is nearly certain that records
     * follow there, but not guaranteed, because records written there may have been aborted.
     *
     * @param leastGainMs least difference between the waits of the old record and of the newer ones, milliseconds
     */
    public NewerRecords newer(long leastGainMs) {
        return new NewerRecords() {
            @Override
            public long instead(int partition, long offset) {
                return ends.get(partition).newer(offset, nowMs(), leastGainMs);
            }

            @Override
            public long waitedMs(int partition, long offset) {
                return ends.get(partition).waitedMs(offset, nowMs());
            }

            @Override
            public long waitedAtLeastMs(int partition, long offset) {
                return ends.get(partition).waitedAtLeastMs(offset, nowMs());
            }

            @Override
            public long end(int partition) {
                return ends.get(partition).offset();
            }

            @Override
            public long endSeenNanos(int partition) {
                return TimeUnit.MILLISECONDS.toNanos(ends.get(partition).seenMs());
            }
        };
    }

    private long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }

    /** Asks without waiting; does nothing while an answer is outstanding. */
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
            troubleLogged = false;
        } else if (!troubleLogged) {
            troubleLogged = true;
            log.warn("cannot read the last stable offsets: {}", String.valueOf(failure));
        }
        asking.set(false);
    }

    @Override
    public void close() {
        timer.close();
        // Without a timeout of zero, closing waits for calls in progress.
        admin.close(Duration.ZERO);
    }
}
