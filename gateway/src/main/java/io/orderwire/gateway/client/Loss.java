package io.orderwire.gateway.client;

import java.util.ArrayList;
import java.util.List;

/** What one client lost of one subscription, and has not been told of yet. Guarded by its {@link Outbox}. */
public final class Loss {
    /** More than that nobody can tell apart any more. */
    static final int MOST_GAPS = 256;

    private final List<byte[]> gaps = new ArrayList<>();
    private long events;
    private boolean uncounted;

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
