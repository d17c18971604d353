package io.orderwire.contract.order;

/**
 * Where the parts of the line that was read last are in its bytes. The range of a string has its quotes; the range of a part
 * that the line does not have is empty.
 */
final class Parts {
    private static final int COUNT = Part.values().length;

    private final int[] from = new int[COUNT];
    private final int[] to = new int[COUNT];

    void clear() {
        for (int i = 0; i < COUNT; i++) {
            from[i] = 0;
            to[i] = 0;
        }
    }

    void set(int part, int newFrom, int newTo) {
        from[part] = newFrom;
        to[part] = newTo;
    }

    void set(Part part, int newFrom, int newTo) {
        set(part.index(), newFrom, newTo);
    }

    int from(Part part) {
        return from[part.index()];
    }

    int to(Part part) {
        return to[part.index()];
    }

    int length(Part part) {
        return to(part) - from(part);
    }

    /** The integer of a part with at most 18 characters. */
    long integer(byte[] bytes, Part part) {
        int at = from(part);
        boolean negative = bytes[at] == '-';
        long value = 0;
        for (int i = negative ? at + 1 : at; i < to(part); i++) {
            value = value * 10 + (bytes[i] - '0');
        }
        return negative ? -value : value;
    }
}
