package io.orderwire.gateway.http;

import io.orderwire.gateway.match.OrderFields;
import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.protocol.Suggestion;
import io.orderwire.gateway.recent.Wanted;
import java.math.BigDecimal;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A valid request for recent orders: for those that match a filter, or for those with one id.
 *
 * @param limit largest number of orders in the answer
 * @param oid the id, null if the request has a filter
 */
record OrdersQuery(Wanted wanted, int limit, @Nullable String oid) {
    private static final int USUAL_LIMIT = 100;
    private static final int MOST = 1_000;
    private static final int LONGEST_OID = 20;
    private static final int LONGEST_VALUE = 128;
    private static final String TEXT = "a text of 1 to " + LONGEST_VALUE + " characters";
    private static final List<String> PARAMETERS = List.of("coin", "user", "status", "side", "minNotional", "limit");

    /** Thrown for a parameter that is not valid; the message names it. */
    static final class BadParameterException extends Exception {
        private static final long serialVersionUID = 1;

        BadParameterException(String message) {
            super(message);
        }
    }

    /**
     * Parses a request.
     *
     * @param below the part of the path below {@value OrdersApi#PATH}
     * @param given all values of each parameter
     */
    static OrdersQuery of(String below, Map<String, Deque<String>> given) throws BadParameterException {
        return below.isEmpty() || below.equals("/") ? ofFilter(given) : ofOrder(below.substring(1), given);
    }

    private static OrdersQuery ofFilter(Map<String, Deque<String>> given) throws BadParameterException {
        NavigableSet<String> unknown = new TreeSet<>(given.keySet());
        PARAMETERS.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            String name = unknown.first();
            throw new BadParameterException("unknown parameter " + name + Suggestion.of(name, PARAMETERS));
        }
        OrderFilter filter = new OrderFilter(
                values(given, "coin", TEXT, coin -> coin),
                values(given, "user", "an address, 0x and 40 hexadecimal digits", OrderFilter::address),
                values(given, "status", TEXT, status -> status),
                values(given, "side", "A or B", side -> OrderFilter.SIDES.contains(side) ? side : null),
                minNotional(given));
        return new OrdersQuery(Wanted.matching(filter), limit(given), null);
    }

    private static OrdersQuery ofOrder(String oid, Map<String, Deque<String>> given) throws BadParameterException {
        if (oid.isEmpty() || oid.length() > LONGEST_OID || !oid.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BadParameterException("oid must be a number of at most " + LONGEST_OID + " digits");
        }
        if (!given.isEmpty()) {
            throw new BadParameterException("a search by oid takes no parameters");
        }
        return new OrdersQuery(Wanted.ofOrder(oid), MOST, oid);
    }

    /** The values of a parameter, which may be repeated: an order has to match one of them. */
    private static Set<String> values(
            Map<String, Deque<String>> given, String name, String expected, Function<String, @Nullable String> valid)
            throws BadParameterException {
        Set<String> values = new HashSet<>();
        Deque<String> all = given.get(name);
        if (all != null) {
            for (String text : all) {
                String value = text.isEmpty() || text.length() > LONGEST_VALUE ? null : valid.apply(text);
                if (value == null) {
                    throw new BadParameterException(name + " must be " + expected);
                }
                values.add(value);
            }
        }
        return values;
    }

    private static @Nullable String single(Map<String, Deque<String>> given, String name) throws BadParameterException {
        Deque<String> all = given.get(name);
        if (all != null && all.size() > 1) {
            throw new BadParameterException(name + " must be given once, not " + all.size() + " times");
        }
        return all == null ? null : all.getFirst();
    }

    private static @Nullable BigDecimal minNotional(Map<String, Deque<String>> given) throws BadParameterException {
        String text = single(given, "minNotional");
        BigDecimal amount = text == null ? null : OrderFields.plainDecimal(text);
        if (text != null && (amount == null || amount.signum() < 0)) {
            throw new BadParameterException("minNotional must be an amount, such as 1000 or 0.5");
        }
        return amount;
    }

    private static int limit(Map<String, Deque<String>> given) throws BadParameterException {
        String text = single(given, "limit");
        if (text == null) {
            return USUAL_LIMIT;
        }
        int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw new BadParameterException("limit must be a number from 1 to " + MOST);
        }
        return limit;
    }
}
