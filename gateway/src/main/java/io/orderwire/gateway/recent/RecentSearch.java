package io.orderwire.gateway.recent;

import io.orderwire.gateway.match.RecordView;
import java.util.ArrayList;
import java.util.List;

/** Searches recent orders, newest first, in its own memory, which is reused by each search. For one thread. */
public final class RecentSearch {
    /** How a search ended. */
    public enum End {
        /** All recent orders were looked at. */
        COMPLETE,
        /** There are more orders than requested. */
        ENOUGH,
        /** The next order would have made the answer too long. */
        TOO_LONG
    }

    /**
     * The result of a search.
     *
     * @param orders as stored in Kafka, newest first
     * @param end whether there are more, and why they are not here
     */
    public record Found(List<byte[]> orders, End end) {
        /** Whether there are more. */
        public boolean truncated() {
            return end != End.COMPLETE;
        }
    }

    private final RecentOrders recent;
    private final Piece copy = new Piece();
    private final RecordView view = new RecordView();

    /** Searches those. */
    public RecentSearch(RecentOrders recent) {
        this.recent = recent;
    }

    /** Finds orders, at most {@code limit} and at most {@code bytes}, but always one if there is one. */
    public Found find(Wanted wanted, int limit, int bytes) {
        List<byte[]> found = new ArrayList<>();
        long left = bytes;
        for (long number = recent.newest(copy); number >= 0; number = recent.before(number, copy)) {
            for (int i = copy.count() - 1; i >= 0; i--) {
                if (!wanted.mayBe(copy, i)) {
                    continue;
                }
                byte[] value = copy.value(i);
                view.turnTo(copy.key(i), value, 0);
                if (!wanted.is(view)) {
                    continue;
                }
                left -= value.length;
                if (found.size() == limit || left < 0 && !found.isEmpty()) {
                    return new Found(found, found.size() == limit ? End.ENOUGH : End.TOO_LONG);
                }
                found.add(value);
            }
        }
        return new Found(found, End.COMPLETE);
    }
}
