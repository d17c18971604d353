package io.orderwire.contract.order;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A user's address, {@code 0x} and 40 hexadecimal digits, and the partition to which its events are written. */
public final class Users {
    /** Bytes in an address. */
    public static final int LENGTH = 42;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MURMUR = 0x5bd1e995;
    private static final int MURMUR_SEED = 0x9747b28c;
    private static final int HIGH = 0x80;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Users() {}

    /**
     * The partition, of {@code partitions}, that Kafka's default partitioner chooses for a record whose key is this address in
     * lower case.
     */
    public static int partition(byte[] user, int partitions) {
        return hash(user) % partitions;
    }

    /**
     * What Kafka's partitioner takes modulo the number of partitions: murmur2, positive. Reads four bytes at a time, Kafka's own one byte;
     * a test compares them.
     */
    private static int hash(byte[] user) {
        int hash = MURMUR_SEED ^ user.length;
        int at = 0;
        for (; at + Integer.BYTES <= user.length; at += Integer.BYTES) {
            int word = (int) INTS.get(user, at) * MURMUR;
            hash = hash * MURMUR ^ (word ^ word >>> 24) * MURMUR;
        }
        if (at < user.length) {
            for (int i = user.length - 1; i >= at; i--) {
                hash ^= (user[i] & 0xff) << (i - at) * Byte.SIZE;
            }
            hash *= MURMUR;
        }
        hash = (hash ^ hash >>> 13) * MURMUR;
        return (hash ^ hash >>> 15) & Integer.MAX_VALUE;
    }

    /**
     * Whether {@code partition} is the user's under {@code partitions} or any smaller number: Kafka only adds partitions, and
     * records from before stay where they are. Partition 0 is every user's, under the number 1.
     */
    public static boolean isPossible(byte[] user, int partition, int partitions) {
        int hash = hash(user);
        for (int count = partitions; count > partition; count--) {
            if (hash % count == partition) {
                return true;
            }
        }
        return false;
    }

    /**
     * Copies the address at {@code from} in lower case; false if there is not a valid address, and the contents of {@code to}
     * are then undefined.
     */
    public static boolean copyLowerCase(byte[] source, int from, int end, byte[] to) {
        if (end - from != LENGTH || source[from] != '0' || source[from + 1] != 'x') {
            return false;
        }
        to[0] = '0';
        to[1] = 'x';
        for (int i = 2; i < LENGTH; i += Long.BYTES) {
            long digits = (long) LONGS.get(source, from + i);
            if (isLowerHex(digits)) {
                LONGS.set(to, i, digits);
            } else if (!copyLowerCase(source, from + i, to, i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether each of the eight bytes is a digit or a letter from a to f. */
    private static boolean isLowerHex(long digits) {
        // Without a high bit in a byte, none of the sums is carried into the next byte.
        long from0 = digits + ONES * (HIGH - '0');
        long after9 = digits + ONES * (HIGH - '9' - 1);
        long fromA = digits + ONES * (HIGH - 'a');
        long afterF = digits + ONES * (HIGH - 'f' - 1);
        return (digits & HIGH_BITS) == 0 && ((from0 & ~after9 | fromA & ~afterF) & HIGH_BITS) == HIGH_BITS;
    }

    private static boolean copyLowerCase(byte[] source, int from, byte[] to, int at) {
        for (int i = 0; i < Long.BYTES; i++) {
            int digit = lowerHex(source[from + i]);
            if (digit < 0) {
                return false;
            }
            to[at + i] = (byte) digit;
        }
        return true;
    }

    static boolean copyLowerCase(char[] source, int from, int length, byte[] to) {
        if (length != LENGTH || source[from] != '0' || source[from + 1] != 'x') {
            return false;
        }
        to[0] = '0';
        to[1] = 'x';
        for (int i = 2; i < LENGTH; i++) {
            int digit = lowerHex(source[from + i]);
            if (digit < 0) {
                return false;
            }
            to[i] = (byte) digit;
        }
        return true;
    }

    private static int lowerHex(int c) {
        if (c >= '0' && c <= '9' || c >= 'a' && c <= 'f') {
            return c;
        }
        return c >= 'A' && c <= 'F' ? c + ('a' - 'A') : -1;
    }
}
