package io.orderwire.gateway.recent;

import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/** What is searched for: exact, and a cheaper test before it that may let through more, but never less. */
public final class Wanted {
    /** Of more coins, parsing an order is cheaper than looking for each of them. */
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

    /** The orders of one id: JSON has no other way to write its digits. */
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

    /** A coin stands in an order as it is, unless some of its characters are escaped. A quote behind it would find too many. */
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

    /** One that cannot be looked into is not found; the thread that read it has counted it. */
    boolean is(RecordView order) {
        try {
            return exact.test(order);
        } catch (RuntimeException | StackOverflowError expected) {
            return false;
        }
    }
}
