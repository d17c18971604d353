package io.orderwire.gateway.recent;

import io.orderwire.gateway.match.RecordView;
import java.util.Arrays;

/** Keys and values end to end, each beginning where the one before ends. */
final class Piece {
    /** Bytes of a piece, far more than those of usual orders; longer orders are not stored. */
    static final int BYTES = 1 << 20;

    private static final int MOST = BYTES / 128;

    private final byte[] bytes = new byte[BYTES];
    private final int[] keyEnds = new int[MOST];
    private final int[] ends = new int[MOST];
    private int count;

    int count() {
        return count;
    }

    void clear() {
        count = 0;
    }

    boolean hasRoomFor(int length) {
        return count < MOST && length <= BYTES - end();
    }

    void add(RecordView order) {
        int from = end();
        order.copyTo(bytes, from);
        keyEnds[count] = from + order.keyLength();
        ends[count] = keyEnds[count] + order.length();
        count++;
    }

    void copyFrom(Piece other) {
        count = other.count;
        System.arraycopy(other.bytes, 0, bytes, 0, other.end());
        System.arraycopy(other.keyEnds, 0, keyEnds, 0, count);
        System.arraycopy(other.ends, 0, ends, 0, count);
    }

    byte[] key(int index) {
        return Arrays.copyOfRange(bytes, begin(index), keyEnds[index]);
    }

    byte[] value(int index) {
        return Arrays.copyOfRange(bytes, keyEnds[index], ends[index]);
    }

    boolean keyIs(int index, byte[] key) {
        return Arrays.equals(bytes, begin(index), keyEnds[index], key, 0, key.length);
    }

    boolean valueHolds(int index, Needle needle) {
        return needle.isIn(bytes, keyEnds[index], ends[index]);
    }

    private int begin(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    private int end() {
        return begin(count);
    }
}
