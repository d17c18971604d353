package io.orderwire.ingestor.duplicates;

import io.orderwire.ingestor.split.BlockNumber;
import java.security.SecureRandom;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Hashes an event to 64 bits. In blocks of 2,000 events, two hashes are equal by chance once in 10^13 blocks. Each process has
 * another seed, so that nobody can place orders whose events have equal hashes.
 */
final class EventHash {
    // Uses the implementation in Java: a native call costs more than hashing an event of 500 bytes, and blocks the
    // garbage collector.
    private static final XXHash64 XXHASH = XXHashFactory.fastestJavaInstance().hash64();

    /** The same in each process, for checkpoints. */
    private static final EventHash UNSEEDED = new EventHash(0);

    private final long seed;

    EventHash() {
        this(new SecureRandom().nextLong());
    }

    EventHash(long seed) {
        this.seed = seed;
    }

    /**
     * A hash of 53 bits of the bytes of an event, without the envelope before it, which a restarted node writes differently. It
     * is part of checkpoints, and therefore the same in each process.
     */
    static long ofEvent(byte[] bytes, int from, int to) {
        return UNSEEDED.of(bytes, Math.max(from, BlockNumber.eventsFrom(bytes, from, to)), to) >>> 11;
    }

    /** The hash of {@code [from, to)}. Allocates nothing. */
    long of(byte[] bytes, int from, int to) {
        return XXHASH.hash(bytes, from, to - from, seed);
    }
}
