package io.orderwire.simulator;

import java.util.SplittableRandom;

/** Assigns block numbers, block times, order ids, and a hash to each action that opens orders. */
final class Chain {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long MIN_LAG_NANOS = 300_000_000;
    private static final long MAX_LAG_NANOS = 3_000_000_000L;
    private static final long LAG_STEP_NANOS = 15_000_000;

    /** A block of mainnet, from which block numbers are extrapolated by {@link #BLOCKS_PER_SECOND}. */
    private static final long KNOWN_BLOCK = 985_148_182;

    private static final long KNOWN_BLOCK_SECOND = 1_778_002_753;

    /** A little above the true rate, so that a later run begins above an earlier one. */
    private static final long BLOCKS_PER_SECOND = 16;

    private static final long LEAST_OID = 400_000_000_000L;
    private static final long OIDS_PER_SECOND = 5_000;

    /** Keeps the first oid of a run at 12 digits, whatever the time. */
    private static final long OID_SECONDS = 100_000_000;

    private final SplittableRandom random;
    private long blockNumber;
    private long blockTimeNanos;
    private long lagNanos;
    private long lastOid;
    private int action;
    private boolean hashed;
    private long hashHead;
    private long hashMiddle;
    private long hashTail;

    /** Continues above the numbers of an earlier run, or at those that the clock yields if they are higher. */
    Chain(long nowNanos, LastWritten earlier, SplittableRandom random) {
        this.random = random;
        long second = Math.floorDiv(nowNanos, NANOS_PER_SECOND);
        long expectedBlock = KNOWN_BLOCK + (second - KNOWN_BLOCK_SECOND) * BLOCKS_PER_SECOND;
        blockNumber = Math.max(Math.max(expectedBlock, 1), earlier.blockNumber());
        lastOid = Math.max(LEAST_OID + Math.floorMod(second, OID_SECONDS) * OIDS_PER_SECOND, earlier.oid());
        lagNanos = MIN_LAG_NANOS + random.nextLong(NANOS_PER_SECOND);
    }

    /** Begins the next block. Its time is 0.3 to 3 s before {@code nowNanos}, and after that of the previous block. */
    void nextBlock(long nowNanos) {
        blockNumber++;
        long lag = lagNanos - LAG_STEP_NANOS + random.nextLong(2 * LAG_STEP_NANOS);
        lagNanos = Math.max(MIN_LAG_NANOS, Math.min(MAX_LAG_NANOS, lag));
        blockTimeNanos = Math.max(blockTimeNanos + 1_000, nowNanos - lagNanos);
        action = random.nextInt(8);
    }

    /** Begins an action: its orders have one hash. */
    void nextAction() {
        action += 1 + random.nextInt(3);
        lastOid += random.nextInt(3);
        hashed = false;
    }

    long blockNumber() {
        return blockNumber;
    }

    long blockTimeNanos() {
        return blockTimeNanos;
    }

    long blockTimeMs() {
        return Math.floorDiv(blockTimeNanos, 1_000_000L);
    }

    /** Takes the next {@code count} oids, and returns the first of them. */
    long takeOids(int count) {
        long first = lastOid + 1;
        lastOid += count;
        return first;
    }

    /**
     * Writes the 64 digits of the action's hash in the layout of mainnet: its middle contains the block number and the
     * action's index, each preceded by its length in bytes.
     */
    void hash(LineBuffer out) {
        if (!hashed) {
            hashed = true;
            hashHead = random.nextLong();
            hashMiddle = random.nextLong();
            hashTail = random.nextLong();
        }
        out.hex(hashHead, 16);
        out.hex(hashMiddle, 4);
        out.hex(4, 2);
        out.hex(blockNumber, 8);
        int indexDigits = action < 256 ? 2 : 4;
        out.hex(indexDigits / 2, 2);
        out.hex(action, indexDigits);
        out.hex(0, 2);
        out.hex(hashTail, 16);
        out.hex(hashMiddle >>> 16, 14 - indexDigits);
    }
}
