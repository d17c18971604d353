package io.orderwire.gateway.recent;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Searches for a sequence of bytes without reading each byte (Horspool, 1980). */
final class Needle {
    private static final int BYTES = 256;

    private final byte[] wanted;
    /** By the byte that is aligned with the needle's last one: how far the needle can be advanced. */
    private final int[] skips = new int[BYTES];

    /** At least one character. */
    Needle(String text) {
        wanted = text.getBytes(StandardCharsets.UTF_8);
        Arrays.fill(skips, wanted.length);
        for (int i = 0; i < wanted.length - 1; i++) {
            skips[wanted[i] & 0xFF] = wanted.length - 1 - i;
        }
    }

    boolean isIn(byte[] bytes, int from, int to) {
        int last = wanted.length - 1;
        int at = from + last;
        while (at < to) {
            byte found = bytes[at];
            if (found == wanted[last] && Arrays.equals(bytes, at - last, at, wanted, 0, last)) {
                return true;
            }
            at += skips[found & 0xFF];
        }
        return false;
    }
}
