package io.orderwire.ingestor.split;

import java.util.Arrays;

/**
 * Bytes that are skipped in steps, because they do not fit into the buffer or are not JSON. The cursor's offset stays at their
 * beginning until their end is known, so that a restart finds the same end. The {@link SkipReader} adds the bytes.
 */
final class Skip {
    private final State state;
    private final long position;
    private final boolean seeksMarker;
    private final TailScan tail = new TailScan();
    private byte[] start = new byte[256];
    private long length;
    private int depth;
    private boolean inString;
    private boolean escaped;

    /**
     * A skip without bytes.
     *
     * @param state one of {@link State#EVENT}, {@link State#TAIL}, {@link State#GARBAGE} and {@link State#BLANKS}
     * @param position offset of the event that the bytes become
     * @param seeksMarker whether the bytes end before a {@link Marker}
     */
    Skip(State state, long position, boolean seeksMarker) {
        this.state = state;
        this.position = position;
        this.seeksMarker = seeksMarker;
    }

    /** A skip of blanks, which do not become an event. */
    static Skip ofBlanks() {
        return new Skip(State.BLANKS, 0, false);
    }

    State state() {
        return state;
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

    /** The first bytes, at most {@link Limits#OVERSIZED_START}. */
    byte[] start() {
        return Arrays.copyOf(start, (int) Math.min(length, Limits.OVERSIZED_START));
    }

    /** Appends skipped bytes. */
    void add(byte[] bytes, int from, int to) {
        int kept = (int) Math.min(to - from, Math.max(0, Limits.OVERSIZED_START - length));
        if (kept > 0 && state != State.BLANKS) {
            int needed = (int) length + kept;
            if (needed > start.length) {
                start = Arrays.copyOf(start, Math.max(needed, 2 * start.length));
            }
            System.arraycopy(bytes, from, start, (int) length, kept);
        }
        length += to - from;
    }

    /**
     * Searches {@code [from, to)} for the closing brace of an event, or of the envelope after its events.
     *
     * @return the index after the brace, or {@link JsonScan#BROKEN} if it was not found
     */
    int end(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (state == State.EVENT ? closesAt(bytes[i]) : tail.closesAt(bytes[i])) {
                return i + 1;
            }
        }
        return JsonScan.BROKEN;
    }

    /** Adds the next byte of an event; true when it closes the outermost object or array. */
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
