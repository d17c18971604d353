package io.orderwire.benchmarks.peers;

import java.util.zip.CRC32C;

/** A count of lines, and a sum of numbers that are derived from their bytes: equal sums mean the same lines in any order. */
final class LineSum {
    private final CRC32C crc = new CRC32C();
    private long lines;
    private long sum;

    /** Adds the lines in a part of an array: each ends with a line feed or with the part, and none is empty. */
    void add(byte[] array, int from, int to) {
        int begin = from;
        for (int i = from; i < to; i++) {
            if (array[i] == '\n') {
                addLine(array, begin, i);
                begin = i + 1;
            }
        }
        if (begin < to) {
            addLine(array, begin, to);
        }
    }

    private void addLine(byte[] array, int from, int to) {
        crc.reset();
        crc.update(array, from, to - from);
        long mixed = (crc.getValue() + ((long) (to - from) << 32)) * 0x9E3779B97F4A7C15L;
        sum += mixed ^ mixed >>> 32;
        lines++;
    }

    long lines() {
        return lines;
    }

    long sum() {
        return sum;
    }
}
