package io.orderwire.gateway.session;

import java.util.ArrayList;
import java.util.List;

/** The unreported loss of one client in one subscription. Guarded by its {@link SendQueue}. */
public final class Loss {
    /** Maximum number of separate gaps; beyond it the client is closed. */
    static final int MOST_GAPS = 256;

    private final List<byte[]> gaps = new ArrayList<>();
    private long events;
    private boolean uncounted;
    private byte[] end = {};

    /** Adds events. */
    public void addEvents(long count) {
        events += count;
    }

    /** Adds a gap whose report the client has lost. */
    public void addGap(byte[] json) {
        gaps.add(json);
    }

    /** Adds events whose number is not known. */
    public void addUncounted() {
        uncounted = true;
    }

    /** Sets the cursor at which the stream continues after the loss. */
    public void endsAt(byte[] cursor) {
        end = cursor;
    }

    /** The cursor after the last loss. */
    public byte[] end() {
        return end;
    }

    /** Removes and returns the oldest gaps, at least one, as many as fit into {@code bytes} with a comma each. */
    public List<byte[]> takeGaps(int bytes) {
        int count = 0;
        for (int left = bytes; count < gaps.size(); count++) {
            left -= gaps.get(count).length + 1;
            if (left < 0 && count > 0) {
                break;
            }
        }
        List<byte[]> first = gaps.subList(0, count);
        List<byte[]> taken = new ArrayList<>(first);
        first.clear();
        return taken;
    }

    /** Events lost. */
    public long events() {
        return events;
    }

    /** The gaps, the oldest first, each a JSON object. */
    public List<byte[]> gaps() {
        return gaps;
    }

    /** Returns true if more events were lost than {@link #events()}. */
    public boolean uncounted() {
        return uncounted;
    }

    boolean isEmpty() {
        return events == 0 && !uncounted && gaps.isEmpty();
    }

    boolean overflows() {
        return gaps.size() > MOST_GAPS;
    }

    void clear() {
        events = 0;
        uncounted = false;
        gaps.clear();
    }
}
