package io.orderwire.contract.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds a byte by comparing eight bytes at a time: every byte of files and blocks is searched for line feeds. */
public final class ByteSearch {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private ByteSearch() {}

    /** The first index of {@code wanted} in {@code [from, to)}, or {@code to} if it is not there. */
    public static int indexOf(byte[] bytes, char wanted, int from, int to) {
        long pattern = wanted * ONES;
        int at = from;
        while (at + Long.BYTES <= to) {
            long differing = (long) LONGS.get(bytes, at) ^ pattern;
            // The lowest set bit belongs to the first byte that is zero.
            long zeros = (differing - ONES) & ~differing & HIGH;
            if (zeros != 0) {
                return at + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
            at += Long.BYTES;
        }
        while (at < to && bytes[at] != wanted) {
            at++;
        }
        return at;
    }
}
