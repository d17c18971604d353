package io.orderwire.ingestor.split;

import java.util.Arrays;

/**
 * Bytes that are passed over in steps, because they do not fit the buffer or make no sense. The cursor's offset stays where
 * they begin until their end is known, so that a restart finds the same end.
 */
final class Skip {
    /** The bytes, and where they end. */
    enum Kind {
        /** Garbage: ends where a whole envelope begins, or with the line. */
        GARBAGE,
        /** An event of a block: ends with its closing brace, otherwise like garbage. */
        EVENT,
        /** Members after a block's events: end with the block's closing brace; garbage if they do not. */
        TAIL,
        /** Blanks: end with them. */
        BLANKS
    }

    private final Kind kind;
    private final long position;
    private final boolean seeksMarker;
    private final TailScan tail = new TailScan();
    private byte[] start = new byte[256];
    private long length;
    private int depth;
    private boolean inString;
    private boolean escaped;

    /**
     * Nothing skipped yet.
     *
     * @param position where the event begins that the bytes become
     * @param seeksMarker whether the bytes end where a {@link Marker} is
     */
    Skip(Kind kind, long position, boolean seeksMarker) {
        this.kind = kind;
        this.position = position;
        this.seeksMarker = seeksMarker;
    }

    boolean is(Kind asked) {
        return kind == asked;
    }

    boolean seeksMarker() {
        return seeksMarker;
    }

    long position() {
        return position;
    }

    long length() {
        return length;
    }

    /** The first bytes, at most {@link LineSplitter#OVERSIZED_START}. */
    byte[] start() {
        return Arrays.copyOf(start, (int) Math.min(length, LineSplitter.OVERSIZED_START));
    }

    /** Appends skipped bytes. */
    void add(byte[] bytes, int from, int to) {
        int kept = (int) Math.min(to - from, Math.max(0, LineSplitter.OVERSIZED_START - length));
        if (kept > 0 && kind != Kind.BLANKS) {
            int needed = (int) length + kept;
            if (needed > start.length) {
                start = Arrays.copyOf(start, Math.max(needed, 2 * start.length));
            }
            System.arraycopy(bytes, from, start, (int) length, kept);
        }
        length += to - from;
    }

    /**
     * Where an event or the members after the events end in {@code [from, to)}.
     *
     * @return the index after the closing brace, or {@link JsonScan#BROKEN} if they do not end there
     */
    int end(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (kind == Kind.EVENT ? closesAt(bytes[i]) : tail.closesAt(bytes[i])) {
                return i + 1;
            }
        }
        return JsonScan.BROKEN;
    }

    /** Follows the JSON structure by one byte; true when the byte closes the outermost object or array. */
    private boolean closesAt(byte b) {
        if (escaped) {
            escaped = false;
        } else if (inString) {
            escaped = b == '\\';
            inString = b != '"';
        } else if (b == '"') {
            inString = true;
        } else if (b == '{' || b == '[') {
            depth++;
        } else if (b == '}' || b == ']') {
            depth--;
            return depth == 0;
        }
        return false;
    }
}
