package io.orderwire.ingestor.duplicates;

import java.security.SecureRandom;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Hashes an event to 64 bits. Among 2,000 events of one block two are equal by chance once in 10^13 blocks. The seed is
 * another one in each process, so that nobody can place orders whose events have equal hashes.
 */
final class EventHash {
    // The one in Java: a call into the native one costs more than hashing an event of 500 bytes, and blocks the
    // collector.
    private static final XXHash64 XXHASH = XXHashFactory.fastestJavaInstance().hash64();

    private final long seed;

    EventHash() {
        this(new SecureRandom().nextLong());
    }

    EventHash(long seed) {
        this.seed = seed;
    }

    /** The hash of {@code [from, to)}. Allocates nothing. */
    long of(byte[] bytes, int from, int to) {
        return XXHASH.hash(bytes, from, to - from, seed);
    }
}
