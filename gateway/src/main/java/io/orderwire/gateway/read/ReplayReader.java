package io.orderwire.gateway.read;

import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.process.StallWatchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the past for those who ask for it, on a thread of the least priority and at a bounded rate, so that the live
 * stream does not feel it. Replays take turns; those that stand near each other are read in one go, so that many clients
 * that come back at once cost little more than one. A replay is handed to the reading thread and back, and belongs to one
 * of them at a time.
 */
public final class ReplayReader implements AutoCloseable, StallWatchdog.Stage {
    private static final Logger log = LoggerFactory.getLogger(ReplayReader.class);
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long IDLE_CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long NO_ROOM_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long BEGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final long JOIN_MS = 3_000;

    /** Replays that are read in one go: each judges each record by itself. */
    private static final int MOST_TOGETHER = 64;

    /** Replays that are both nearer to the end than this are near each other, records. */
    private static final long NEAR = 100_000;

    private static final long UNKNOWN = -1;

    /** Records behind the live stream from which on an end is set. */
    private static final long NEARLY_LIVE = 2_000;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final List<TopicPartition> partitions;
    private final Ends topicEnds;
    private final Pace pace;
    private final GatewayMetrics metrics;
    private final LongSupplier nowMs;
    private final LongSupplier nanoTime;
    private final Starts starts;
    private final Queue<Replay> handedIn = new ConcurrentLinkedQueue<>();
    private final Turns replays = new Turns();
    private final Thread thread;
    private final long[] read;
    private final BitSet wanted = new BitSet();
    private @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean stopping;
    private volatile boolean working;
    private volatile long turns;
    private long workedNanos;
    private boolean failing;

    /**
     * Does not run yet.
     *
     * @param consumers makes a consumer whenever one is needed
     * @param recordsPerSecond that it reads at most, for all replays together
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it but who goes first where cores are short
    public ReplayReader(
            Supplier<Consumer<byte[], byte[]>> consumers,
            String topic,
            int partitions,
            int recordsPerSecond,
            GatewayMetrics metrics,
            LongSupplier nowMs,
            LongSupplier nanoTime,
            StallWatchdog watchdog) {
        this.consumers = consumers;
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        this.topicEnds = new Ends(this.partitions, nanoTime);
        this.pace = new Pace(recordsPerSecond, nanoTime);
        this.metrics = metrics;
        this.nowMs = nowMs;
        this.nanoTime = nanoTime;
        this.starts = new Starts(this.partitions, topicEnds, nowMs, nanoTime);
        this.read = new long[partitions];
        this.thread = watchdog.thread("gateway-replay", this::run);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    /** Begins to read. */
    public void start() {
        thread.start();
    }

    /** Hands in a replay, a new one or one that comes back; any thread. */
    public void handIn(Replay replay) {
        handedIn.add(replay);
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            while (!stopping) {
                turn();
            }
            takeIn();
            replays.forEach(replay -> ReplaySteps.attempt(replay, replay::stopping));
        } catch (InterruptException expected) {
            log.debug("interrupted");
        } finally {
            closeConsumer();
        }
    }

    /** One turn: what goes wrong with Kafka is tried again for as long as somebody wants it. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread only
    private void turn() {
        turns++;
        takeIn();
        working = !replays.isEmpty();
        if (!working) {
            idle();
            return;
        }
        workedNanos = nanoTime.getAsLong();
        try {
            begin();
            List<Replay> together = choose();
            if (together.isEmpty()) {
                replays.forEach(ReplaySteps::endOfBatch);
                LockSupport.parkNanos(NO_ROOM_NANOS);
            } else {
                read(together);
            }
            failing = false;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            metrics.kafkaError();
            if (!failing) {
                log.warn(
                        "replaying {} failed, trying again: {}",
                        partitions.get(0).topic(),
                        e.toString());
            }
            failing = true;
            closeConsumer();
            breakSilence();
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    /** Clients take a connection on which nothing comes for one that is broken. */
    private void breakSilence() {
        replays.forEach(replay -> {
            if (replay.track().hasBegun()) {
                ReplaySteps.endOfBatch(replay);
            }
        });
    }

    /** What comes next is often not far: the connection is kept for a while. */
    private void idle() {
        if (consumer != null && nanoTime.getAsLong() - workedNanos > IDLE_CLOSE_NANOS) {
            closeConsumer();
        }
        LockSupport.parkNanos(IDLE_NANOS);
    }

    private void takeIn() {
        for (Replay replay = handedIn.poll(); replay != null; replay = handedIn.poll()) {
            if (replay.isWanted() && ReplaySteps.attempt(replay, replay::track)) {
                replays.addNew(replay);
            }
        }
        replays.removeUnwanted();
    }

    /** Finds out where new ones begin, for some time: those that have begun are to be read, too. */
    private void begin() {
        List<Replay> fresh = replays.inOrder().stream()
                .filter(replay -> !replay.track().hasBegun())
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        Consumer<byte[], byte[]> current = connected();
        starts.turn();
        long endNanos = nanoTime.getAsLong() + BEGIN_NANOS;
        for (Replay replay : fresh) {
            ReplaySteps.attempt(replay, () -> {
                if (starts.begin(current, replay.track(), replay.from())) {
                    replay.begun();
                }
            });
            if (nanoTime.getAsLong() - endNanos > 0) {
                return;
            }
        }
    }

    /** The first whose client takes more, and those near it. */
    private List<Replay> choose() {
        List<Replay> together = new ArrayList<>();
        for (Replay replay : replays.inOrder()) {
            boolean near = together.isEmpty() || isNear(together.get(0).track(), replay.track());
            if (near && replay.isWanted() && replay.track().hasBegun() && ReplaySteps.lookForRoom(replay)) {
                together.add(replay);
            }
            if (together.size() == MOST_TOGETHER) {
                break;
            }
        }
        return together;
    }

    private static boolean isNear(Track one, Track other) {
        long less = Math.min(one.behind(), other.behind());
        long more = Math.max(one.behind(), other.behind());
        return more <= NEAR || more / 2 <= less && more < Long.MAX_VALUE;
    }

    /** Reads for some time for these; afterwards it is the others' turn. */
    private void read(List<Replay> together) {
        Consumer<byte[], byte[]> current = connected();
        seek(current, together);
        replays.removeAll(together);
        List<Replay> reading = new ArrayList<>(together);
        long endNanos = nanoTime.getAsLong() + TURN_NANOS;
        try {
            while (!reading.isEmpty() && !stopping && nanoTime.getAsLong() - endNanos < 0) {
                ConsumerRecords<byte[], byte[]> rows = current.poll(POLL);
                metrics.replays().read(rows.count());
                handOut(rows, reading);
                handOver(current, reading, together);
                reading.removeIf(replay -> !ReplaySteps.lookForRoom(replay));
                pause(pace.took(rows.count()), together);
            }
        } catch (OffsetOutOfRangeException e) {
            gone(current, e.offsetOutOfRangePartitions().keySet(), together);
        } finally {
            together.forEach(replays::add);
            replays.forEach(ReplaySteps::endOfBatch);
        }
    }

    private void seek(Consumer<byte[], byte[]> current, List<Replay> together) {
        for (int partition = 0; partition < read.length; partition++) {
            int number = partition;
            long first = together.stream()
                    .mapToLong(replay -> replay.track().next(number))
                    .min()
                    .orElse(0);
            wanted.set(partition, first != Long.MAX_VALUE);
            if (wanted.get(partition)) {
                current.resume(List.of(partitions.get(partition)));
                // A seek throws away what has been fetched: one that goes on where it was does without.
                seek(current, partition, first);
            } else {
                current.pause(List.of(partitions.get(partition)));
                // Kafka's consumer needs a position of each partition, even if it does not fetch from there.
                seek(current, partition, Math.max(0, read[partition]));
            }
        }
    }

    private void seek(Consumer<byte[], byte[]> current, int partition, long offset) {
        if (read[partition] != offset) {
            current.seek(partitions.get(partition), offset);
            read[partition] = offset;
        }
    }

    /**
     * Each record to each of them, so that it is read once for all. One whose client takes no more stays where it is; in its
     * next turn it is read on from there.
     */
    private static void handOut(ConsumerRecords<byte[], byte[]> rows, List<Replay> reading) {
        for (ConsumerRecord<byte[], byte[]> row : rows) {
            reading.removeIf(replay -> {
                boolean taken = ReplaySteps.attempt(replay, () -> replay.track().take(row));
                return !taken || !replay.hasRoom();
            });
        }
    }

    /** Moves on those that read all of this poll, and hands over what has come far enough. */
    private void handOver(Consumer<byte[], byte[]> current, List<Replay> reading, List<Replay> together) {
        for (int partition = wanted.nextSetBit(0); partition >= 0; partition = wanted.nextSetBit(partition + 1)) {
            read[partition] = current.position(partitions.get(partition), ANSWER_TIMEOUT);
        }
        List<Long> known = topicEnds.of(current);
        for (Iterator<Replay> all = reading.iterator(); all.hasNext(); ) {
            Replay replay = all.next();
            Track track = replay.track();
            boolean moved = ReplaySteps.attempt(replay, () -> {
                for (int partition = 0; partition < read.length; partition++) {
                    track.nothingBefore(partition, read[partition]);
                }
                track.endsAt(known);
            });
            if (!moved) {
                all.remove();
            } else if (track.isAtEnd()) {
                all.remove();
                together.remove(replay);
                ReplaySteps.attempt(replay, replay::reachedLive);
            } else if (!track.hasEnd() && track.behind() <= NEARLY_LIVE && replay.mayJoin()) {
                all.remove();
                together.remove(replay);
                ReplaySteps.attempt(replay, replay::nearlyLive);
            }
        }
    }

    private void gone(Consumer<byte[], byte[]> current, Set<TopicPartition> missing, List<Replay> together) {
        Arrays.fill(read, UNKNOWN);
        Map<TopicPartition, Long> begins = current.beginningOffsets(missing, ANSWER_TIMEOUT);
        Map<TopicPartition, Long> ends = current.endOffsets(missing, ANSWER_TIMEOUT);
        metrics.outOfRange();
        for (TopicPartition partition : missing) {
            long begin = begins.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, begin);
            together.forEach(replay -> ReplaySteps.attempt(
                    replay, () -> replay.track().gone(partition.partition(), begin, end, nowMs.getAsLong())));
        }
    }

    /** Those that the live stream waits for do not wait for the rate. */
    private static void pause(long nanos, List<Replay> together) {
        if (nanos > 0 && together.stream().noneMatch(replay -> replay.track().hasEnd())) {
            LockSupport.parkNanos(nanos);
        }
    }

    private Consumer<byte[], byte[]> connected() {
        Consumer<byte[], byte[]> current = consumer;
        if (current == null) {
            current = consumers.get();
            consumer = current;
            current.assign(partitions);
            Arrays.fill(read, UNKNOWN);
        }
        return current;
    }

    private void closeConsumer() {
        Consumer<byte[], byte[]> current = consumer;
        consumer = null;
        if (current != null) {
            current.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }

    @Override
    public boolean hasWork() {
        return working;
    }

    @Override
    public long progress() {
        return turns;
    }

    /** Each replay gets a last frame; those that the reading thread has had theirs when they were handed over. */
    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
