package io.orderwire.gateway.session;

import java.util.ArrayList;
import java.util.List;

/** What one client lost of one subscription, and was not reported yet. Guarded by its {@link SendQueue}. */
public final class Loss {
    /** More than that nobody can tell apart any more. */
    static final int MOST_GAPS = 256;

    private final List<byte[]> gaps = new ArrayList<>();
    private long events;
    private boolean uncounted;
    private byte[] end = {};

    /** Adds events. */
    public void addEvents(long count) {
        events += count;
    }

    /** Adds an account of a loss upstream that the client was to get. */
    public void addGap(byte[] json) {
        gaps.add(json);
    }

    /** Adds events whose number is not known. */
    public void addUncounted() {
        uncounted = true;
    }

    /** Where the stream continues after what was lost, as a cursor. */
    public void endsAt(byte[] cursor) {
        end = cursor;
    }

    /** The cursor after what was lost last. */
    public byte[] end() {
        return end;
    }

    /** Takes out the oldest accounts, at least one, and no more than fit into that many bytes with a comma each. */
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

    /** Accounts lost, the oldest first, each a JSON object. */
    public List<byte[]> gaps() {
        return gaps;
    }

    /** True when more was lost than {@link #events()} says. */
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
