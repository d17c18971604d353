package io.orderwire.gateway.recent;

import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/**
 * The orders that a search looks for: an exact test, and a cheaper one before it that may let more orders through, but
 * never fewer.
 */
public final class Wanted {
    /** With more coins than this, parsing an order is cheaper than searching it for each coin. */
    private static final int MOST_COINS = 4;

    private static final Needle ESCAPE = new Needle("\\");

    /** Whether the order at that index of a piece might match. */
    private interface Likely {
        boolean is(Piece piece, int index);
    }

    private final Likely likely;
    private final Predicate<RecordView> exact;

    private Wanted(Likely likely, Predicate<RecordView> exact) {
        this.likely = likely;
        this.exact = exact;
    }

    /** The orders that a filter matches. */
    public static Wanted matching(OrderFilter filter) {
        Likely users = users(filter);
        Likely coins = coins(filter);
        return new Wanted((piece, index) -> users.is(piece, index) && coins.is(piece, index), filter::matches);
    }

    /** The orders with an id. JSON cannot write its digits in another way, so searching for them is sufficient. */
    public static Wanted ofOrder(String oid) {
        Needle digits = new Needle(oid);
        return new Wanted(
                (piece, index) -> piece.valueHolds(index, digits), order -> order.readable() && order.isOfOrder(oid));
    }

    private static Likely users(OrderFilter filter) {
        List<byte[]> keys = filter.users().stream()
                .map(user -> user.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        return (piece, index) -> keys.isEmpty() || keys.stream().anyMatch(key -> piece.keyIs(index, key));
    }

    /**
     * An order contains the coin literally, unless some characters are escaped. The closing quote is not part of the
     * needle, so that a longer coin may match, too; the exact test decides.
     */
    private static Likely coins(OrderFilter filter) {
        if (filter.coins().isEmpty() || filter.coins().size() > MOST_COINS) {
            return (piece, index) -> true;
        }
        List<Needle> quoted =
                filter.coins().stream().map(coin -> new Needle('"' + coin)).toList();
        return (piece, index) ->
                quoted.stream().anyMatch(coin -> piece.valueHolds(index, coin)) || piece.valueHolds(index, ESCAPE);
    }

    boolean mayBe(Piece piece, int index) {
        return likely.is(piece, index);
    }

    /** Returns false for an order that cannot be parsed; the thread that read it has counted it. */
    boolean is(RecordView order) {
        try {
            return exact.test(order);
        } catch (RuntimeException | StackOverflowError expected) {
            return false;
        }
    }
}
