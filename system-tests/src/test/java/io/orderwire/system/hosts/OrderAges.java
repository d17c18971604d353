package io.orderwire.system.hosts;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How old a client's newest order of each partition is, by the times that the node wrote, ten times a second. All hosts of a
 * test have one clock.
 */
final class OrderAges implements AutoCloseable {
    /** An age in which the stream counts as fresh. */
    static final Duration FRESH = Duration.ofSeconds(2);

    private static final long INTERVAL_MS = 100;
    private static final String BLOCK_TIME = "\"block_time\":\"";

    /**
     * One look.
     *
     * @param oldestMs age of the newest order in the partition that is the furthest behind
     * @param newestMs age of the newest order of all
     */
    private record Sample(long nanos, long oldestMs, long newestMs) {}

    /**
     * What a client saw of a fault.
     *
     * @param oldestMs greatest age of the newest order of a partition
     * @param silentMs greatest age of the newest order of all: the client saw nothing for that long
     * @param staleMs from the fault until the last moment at which a partition was not fresh, 0 if all always were
     */
    record Seen(long oldestMs, long silentMs, long staleMs) {
        @Override
        public String toString() {
            return String.format(
                    "silent %.1f s, worst age %.1f s, fresh after %.1f s",
                    silentMs / 1_000.0, oldestMs / 1_000.0, staleMs / 1_000.0);
        }
    }

    private final AtomicLongArray newest;
    private final List<Sample> samples = new ArrayList<>();
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();

    OrderAges(int partitions) {
        newest = new AtomicLongArray(partitions);
        sampler.scheduleAtFixedRate(this::sample, INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    /** Takes an order of a client. */
    void order(int partition, byte[] json) {
        String text = new String(json, StandardCharsets.ISO_8859_1);
        int from = text.indexOf(BLOCK_TIME) + BLOCK_TIME.length();
        String time = text.substring(from, text.indexOf('"', from));
        long ms = LocalDateTime.parse(time).toInstant(ZoneOffset.UTC).toEpochMilli();
        newest.accumulateAndGet(partition, ms, Math::max);
    }

    private void sample() {
        long now = System.currentTimeMillis();
        long oldest = 0;
        long youngest = Long.MAX_VALUE;
        for (int partition = 0; partition < newest.length(); partition++) {
            long age = now - newest.get(partition);
            oldest = Math.max(oldest, age);
            youngest = Math.min(youngest, age);
        }
        synchronized (this) {
            samples.add(new Sample(System.nanoTime(), oldest, youngest));
        }
    }

    /** True if every partition was fresh at every look in the last two seconds. */
    synchronized boolean isFresh() {
        long from = System.nanoTime() - FRESH.toNanos();
        int before = samples.size() - 1;
        while (before >= 0 && samples.get(before).nanos >= from) {
            if (samples.get(before).oldestMs >= FRESH.toMillis()) {
                return false;
            }
            before--;
        }
        return before >= 0 && before < samples.size() - 1;
    }

    /** What was seen since a moment of {@link System#nanoTime}. */
    synchronized Seen since(long nanos) {
        Seen seen = new Seen(0, 0, 0);
        for (Sample sample : samples) {
            if (sample.nanos >= nanos) {
                boolean stale = sample.oldestMs >= FRESH.toMillis();
                seen = new Seen(
                        Math.max(seen.oldestMs, sample.oldestMs),
                        Math.max(seen.silentMs, sample.newestMs),
                        stale ? TimeUnit.NANOSECONDS.toMillis(sample.nanos - nanos) : seen.staleMs);
            }
        }
        return seen;
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }
}
