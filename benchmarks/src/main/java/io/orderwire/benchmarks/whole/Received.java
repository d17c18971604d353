package io.orderwire.benchmarks.whole;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What one receiver got: counts, the sum of marks that identify orders, ages from the intended write, and whether each
 * partition's sequences were complete and in order. Thread-safe.
 */
final class Received {
    private static final long HIGHEST_US = 600_000_000;
    private static final int MOST_FINDINGS = 5;
    private static final int FIRST_PARTITIONS = 64;
    private static final long UNKNOWN = -1;

    /** A count of orders, and the sum of their marks: equal sums mean the same orders, but for a chance of 2^-64. */
    record Sum(long orders, long marks) {}

    private final IntendedTimes intended;
    private final boolean all;
    private final @Nullable Filters filters;
    private final OrderScan scan = new OrderScan();
    private final List<String> findings = new ArrayList<>();
    private long[] nextSeq = new long[FIRST_PARTITIONS];
    private long[] lastLocal = new long[FIRST_PARTITIONS];
    private int[] perBlock = new int[0];
    private Histogram ages = new Histogram(HIGHEST_US, 3);
    private Histogram newest = new Histogram(HIGHEST_US, 3);
    private int block;
    private long blockMs = UNKNOWN;
    private long orders;
    private long marks;
    private long bytes;

    /** @param all whether it must get every order; {@code filters} that it applies for others, or null */
    Received(IntendedTimes intended, boolean all, @Nullable Filters filters) {
        this.intended = intended;
        this.all = all;
        this.filters = filters;
        Arrays.fill(nextSeq, UNKNOWN);
    }

    static long nowMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    /** Takes the orders in a part of an array, which arrived at {@code nowMicros}. */
    synchronized void take(byte[] array, int from, int to, long nowMicros) {
        scan.of(array, from, to);
        while (scan.next()) {
            take(nowMicros);
        }
    }

    synchronized void countBytes(long count) {
        bytes += count;
    }

    private void take(long nowMicros) {
        long mark = mark(scan.partition(), scan.seq());
        orders++;
        marks += mark;
        if (scan.localMs() != blockMs) {
            blockMs = scan.localMs();
            block = intended.blockAt(blockMs, block);
        }
        if (block < 0) {
            find("an order of " + scan.localMs() + ", before the first block");
            block = 0;
            blockMs = UNKNOWN;
            return;
        }
        newest.recordValue(Math.max(0, Math.min(HIGHEST_US, nowMicros - intended.timeOf(block) * 1_000)));
        if (all) {
            order();
        }
        if (filters != null) {
            if (filters.areChosen()) {
                filters.match(scan, mark);
            } else {
                filters.sample(scan);
            }
        }
    }

    private void order() {
        int partition = scan.partition();
        if (partition >= nextSeq.length) {
            int before = nextSeq.length;
            nextSeq = Arrays.copyOf(nextSeq, 2 * partition);
            lastLocal = Arrays.copyOf(lastLocal, 2 * partition);
            Arrays.fill(nextSeq, before, nextSeq.length, UNKNOWN);
        }
        if (nextSeq[partition] != UNKNOWN && scan.seq() != nextSeq[partition]) {
            find("partition " + partition + ": sequence " + scan.seq() + ", expected " + nextSeq[partition]);
        }
        if (scan.localMs() < lastLocal[partition]) {
            find("partition " + partition + ": time " + scan.localMs() + " after " + lastLocal[partition]);
        }
        nextSeq[partition] = scan.seq() + 1;
        lastLocal[partition] = scan.localMs();
        if (block >= perBlock.length) {
            perBlock = Arrays.copyOf(perBlock, Math.max(2 * perBlock.length, block + 256));
        }
        perBlock[block]++;
    }

    private void find(String finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }

    /** A number for an order that no other order is likely to have. */
    static long mark(int partition, long seq) {
        long mixed = (seq + ((long) partition << 48)) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        return mixed ^ mixed >>> 32;
    }

    /** Forgets counts, ages and findings. After a loss, {@code resume} lets each partition continue at any sequence. */
    synchronized void reset(boolean resume) {
        takeNewest();
        ages.reset();
        findings.clear();
        orders = 0;
        marks = 0;
        bytes = 0;
        if (resume) {
            Arrays.fill(nextSeq, UNKNOWN);
        }
        if (filters != null) {
            filters.reset();
        }
    }

    /** p99 of the ages since the last call, microseconds; adds them to those of {@link #ages}. */
    synchronized long takeNewest() {
        ages.add(newest);
        long p99 = newest.getValueAtPercentile(99);
        newest.reset();
        return p99;
    }

    /** Ages since the last reset, microseconds. */
    synchronized Histogram ages() {
        takeNewest();
        return ages.copy();
    }

    synchronized long orders() {
        return orders;
    }

    synchronized Sum sum() {
        return new Sum(orders, marks);
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Orders of each block since the beginning. */
    synchronized int[] perBlock(int blocks) {
        return Arrays.copyOf(perBlock, blocks);
    }

    /** The first few faults in the received orders. */
    synchronized List<String> findings() {
        return List.copyOf(findings);
    }

    /** Runs something while nothing is taken. */
    synchronized void between(Runnable action) {
        action.run();
    }
}
