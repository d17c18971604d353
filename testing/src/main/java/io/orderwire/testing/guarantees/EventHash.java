package io.orderwire.testing.guarantees;

import java.nio.charset.StandardCharsets;

/** Distinguishes events at the same position: 48 bits of hash over the bytes and the user. */
final class EventHash {
    private static final int BITS = 48;

    private EventHash() {}

    /** Never returns 0, which means that there is no hash. */
    static long of(byte[] bytes, String user) {
        long hash = fnv(0xCBF29CE484222325L, bytes);
        hash = fnv(hash, user.getBytes(StandardCharsets.UTF_8));
        return (hash >>> (Long.SIZE - BITS)) | 1;
    }

    private static long fnv(long seed, byte[] bytes) {
        long hash = seed;
        for (byte b : bytes) {
            hash = (hash ^ b) * 0x100000001B3L;
        }
        return hash;
    }
}
