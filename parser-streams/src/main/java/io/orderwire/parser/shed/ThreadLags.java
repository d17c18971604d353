package io.orderwire.parser.shed;

import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.ShedLimits;
import io.orderwire.runtime.shed.StageMode;
import io.orderwire.runtime.stats.StatsNames;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** The lags of the threads that parse: each thread catches up by itself, in its own partitions. Thread-safe. */
public final class ThreadLags {
    /** Events per second that one thread can parse at least, in a JVM that has just started. */
    private static final long CAUTIOUS_THROUGHPUT = 20_000;

    private volatile long formerThroughput;
    private final List<ThreadLag> active = new CopyOnWriteArrayList<>();

    @SuppressWarnings(
            "ThreadLocalUsage") // one instance for each parser of a process, and one value for each of its threads
    private final ThreadLocal<ThreadLag> own;

    /**
     * Starts without partitions.
     *
     * @param limits limits by which each thread decides
     * @param formerThroughput events per second of one thread in the previous run, 0 if unknown
     */
    ThreadLags(NewerRecords newer, ShedLimits limits, long formerThroughput, LongSupplier nanoTime) {
        this.formerThroughput = formerThroughput;
        this.own = ThreadLocal.withInitial(() -> new ThreadLag(newer, limits, throughput(), nanoTime));
    }

    /**
     * The limits by which {@code threads} threads decide together.
     *
     * @param sheds false to never shed
     */
    public static ShedLimits limits(long maxAgeMs, long catchUpMaxMs, boolean sheds, int threads) {
        return new ShedLimits(StatsNames.PARSER, maxAgeMs, catchUpMaxMs, sheds, CAUTIOUS_THROUGHPUT * threads);
    }

    /** Adds a partition to the calling thread, and returns the thread's lag. */
    ThreadLag open(int partition) {
        ThreadLag lag = own.get();
        lag.open(partition);
        if (!active.contains(lag)) {
            active.add(lag);
        }
        return lag;
    }

    /** Removes a partition from the thread with that lag. */
    void close(ThreadLag lag, int partition) {
        if (!lag.close(partition)) {
            // A thread that replaces this one starts with its throughput.
            formerThroughput = throughput();
            active.remove(lag);
        }
    }

    /** Reports the records that the consumer of the calling thread returned. */
    void polled(ConsumerRecords<byte[], byte[]> records) {
        ThreadLag lag = own.get();
        records.nextOffsets().forEach((partition, next) -> {
            List<ConsumerRecord<byte[], byte[]>> part = records.records(partition);
            if (!part.isEmpty()) {
                lag.polled(partition.partition(), part.get(part.size() - 1).offset());
            }
            lag.movedTo(partition.partition(), next.offset());
        });
        if (records.isEmpty()) {
            lag.polledNothing();
        }
    }

    /** How the threads deal with their lag; from any thread. */
    CatchUpStats stats() {
        return active.stream()
                .map(lag -> CatchUpStats.of(lag.catchUp().mode(), lag.catchUp().secondsLeft()))
                .reduce(CatchUpStats::and)
                .orElse(CatchUpStats.of(StageMode.LIVE, 0));
    }

    /** Events per second of the slowest thread, for the next run; 0 if unknown. From any thread. */
    long throughput() {
        return active.stream()
                .mapToLong(lag -> lag.catchUp().throughput())
                .filter(known -> known > 0)
                .min()
                .orElse(formerThroughput);
    }
}
