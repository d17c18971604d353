package io.orderwire.gateway.session;

import java.util.ArrayList;
import java.util.List;

/** The unreported loss of one client in one subscription. Guarded by the client's {@link SendQueue}. */
public final class Loss {
    /** Maximum number of unreported gaps; a client with more is closed. */
    static final int MOST_GAPS = 256;

    private final List<byte[]> gaps = new ArrayList<>();
    private long events;
    private boolean uncounted;
    private byte[] end = {};

    /** Adds a number of lost events. */
    public void addEvents(long count) {
        events += count;
    }

    /** Adds a gap whose report the client has lost. */
    public void addGap(byte[] json) {
        gaps.add(json);
    }

    /** Adds a loss of an unknown number of events. */
    public void addUncounted() {
        uncounted = true;
    }

    /** Sets the cursor after the last lost frame, from which a client can resume. */
    public void endsAt(byte[] cursor) {
        end = cursor;
    }

    /** The cursor after the last lost frame. */
    public byte[] end() {
        return end;
    }

    /**
     * Removes and returns the oldest gaps that fit into {@code bytes}, where each counts one more byte for a comma.
     * Returns at least one gap, if there is one, even if it does not fit.
     */
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

    /** Number of lost events, without losses of an unknown number. */
    public long events() {
        return events;
    }

    /** The gaps, the oldest first, each a JSON object. */
    public List<byte[]> gaps() {
        return gaps;
    }

    /** Returns true if an unknown number of events was lost in addition to {@link #events()}. */
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
