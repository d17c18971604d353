package io.orderwire.gateway.recent;

import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The orders that came last, as many as fit into a number of bytes that is taken once and for all. One thread adds; any
 * may look, one piece at a time, so that adding never waits for more than the copy of a piece.
 */
public final class RecentOrders {
    /** Bytes of a piece, and more than any usual order by far; a longer one is left out. */
    static final int PIECE_BYTES = 1 << 20;

    private static final int MOST_IN_PIECE = PIECE_BYTES / 128;

    /** Keys and values end to end, each beginning where the one before ends. */
    private static final class Piece {
        private final byte[] bytes = new byte[PIECE_BYTES];
        private final int[] keyEnds = new int[MOST_IN_PIECE];
        private final int[] ends = new int[MOST_IN_PIECE];
        private int count;

        int end() {
            return count == 0 ? 0 : ends[count - 1];
        }

        boolean hasRoomFor(int length) {
            return count < MOST_IN_PIECE && length <= PIECE_BYTES - end();
        }

        void add(byte[] key, byte[] value) {
            int from = end();
            System.arraycopy(key, 0, bytes, from, key.length);
            System.arraycopy(value, 0, bytes, from + key.length, value.length);
            keyEnds[count] = from + key.length;
            ends[count] = from + key.length + value.length;
            count++;
        }

        void copyFrom(Piece other) {
            count = other.count;
            System.arraycopy(other.bytes, 0, bytes, 0, other.end());
            System.arraycopy(other.keyEnds, 0, keyEnds, 0, count);
            System.arraycopy(other.ends, 0, ends, 0, count);
        }

        byte[] key(int index) {
            return Arrays.copyOfRange(bytes, index == 0 ? 0 : ends[index - 1], keyEnds[index]);
        }

        byte[] value(int index) {
            return Arrays.copyOfRange(bytes, keyEnds[index], ends[index]);
        }
    }

    /**
     * What was found.
     *
     * @param orders as they stand in Kafka, newest first
     * @param truncated whether there are more
     */
    public record Found(List<byte[]> orders, boolean truncated) {}

    private final Piece[] pieces;
    /** Pieces begun so far; the last one is being filled. */
    private long begun;

    /** @param bytes at most, of which each piece takes a mebibyte */
    public RecentOrders(int bytes) {
        pieces = Stream.generate(Piece::new).limit(bytes / PIECE_BYTES).toArray(Piece[]::new);
        begun = 1;
    }

    /** An order came. */
    public synchronized void add(RecordView order) {
        int length = order.key().length + order.value().length;
        if (length > PIECE_BYTES) {
            return;
        }
        Piece last = pieceAt(begun - 1);
        if (!last.hasRoomFor(length)) {
            last = pieceAt(begun++);
            last.count = 0;
        }
        last.add(order.key(), order.value());
    }

    /** Those that a filter matches, at most so many. */
    public Found find(OrderFilter filter, int limit) {
        return find(filter::matches, limit);
    }

    /** Those of one order id, newest first, at most so many. */
    public Found ofOrder(String oid, int limit) {
        return find(order -> order.readable() && order.isOfOrder(oid), limit);
    }

    private Found find(Predicate<RecordView> wanted, int limit) {
        List<byte[]> found = new ArrayList<>();
        Piece copy = new Piece();
        RecordView view = new RecordView();
        for (long number = newest(copy); number >= 0; number = before(number, copy)) {
            for (int i = copy.count - 1; i >= 0; i--) {
                byte[] value = copy.value(i);
                view.turnTo(copy.key(i), value, 0);
                if (!matches(wanted, view)) {
                    continue;
                }
                if (found.size() == limit) {
                    return new Found(found, true);
                }
                found.add(value);
            }
        }
        return new Found(found, false);
    }

    /** One that cannot be looked into is not found; the thread that read it has counted it. */
    private static boolean matches(Predicate<RecordView> wanted, RecordView order) {
        try {
            return wanted.test(order);
        } catch (RuntimeException | StackOverflowError expected) {
            return false;
        }
    }

    private synchronized long newest(Piece copy) {
        copy.copyFrom(pieceAt(begun - 1));
        return begun - 1;
    }

    /** Copies the piece before that one; -1 where there was none, or it has made room for newer ones. */
    private synchronized long before(long number, Piece copy) {
        long wanted = number - 1;
        if (wanted < 0 || wanted < begun - pieces.length) {
            return -1;
        }
        copy.copyFrom(pieceAt(wanted));
        return wanted;
    }

    private Piece pieceAt(long number) {
        return pieces[(int) (number % pieces.length)];
    }
}
