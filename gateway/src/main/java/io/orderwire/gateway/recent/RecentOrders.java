package io.orderwire.gateway.recent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.gateway.match.RecordView;
import java.util.stream.Stream;

/**
 * The most recent orders, as many as fit into memory that is allocated once. One thread adds; any thread may copy one piece
 * at a time, as {@link RecentSearch} does, so that adding never waits for more than the copy of a piece.
 */
public final class RecentOrders {
    @GuardedBy("this")
    private final Piece[] pieces;
    /** Number of pieces begun so far; the last one is being filled. */
    @GuardedBy("this")
    private long begun;

    /** @param bytes at most, of which each piece takes a mebibyte */
    public RecentOrders(int bytes) {
        pieces = Stream.generate(Piece::new).limit(bytes / Piece.BYTES).toArray(Piece[]::new);
        begun = 1;
    }

    /** Adds an order. */
    public synchronized void add(RecordView order) {
        int length = order.keyLength() + order.length();
        if (length > Piece.BYTES) {
            return;
        }
        Piece last = pieceAt(begun - 1);
        if (!last.hasRoomFor(length)) {
            last = pieceAt(begun++);
            last.clear();
        }
        last.add(order);
    }

    /** Copies the newest piece and returns its number. */
    synchronized long newest(Piece copy) {
        copy.copyFrom(pieceAt(begun - 1));
        return begun - 1;
    }

    /**
     * Copies the piece before number {@code number} and returns its number; -1 if there is none, or if it was overwritten
     * by newer ones.
     */
    synchronized long before(long number, Piece copy) {
        long wanted = number - 1;
        if (wanted < 0 || wanted < begun - pieces.length) {
            return -1;
        }
        copy.copyFrom(pieceAt(wanted));
        return wanted;
    }

    @GuardedBy("this")
    private Piece pieceAt(long number) {
        return pieces[(int) (number % pieces.length)];
    }
}
