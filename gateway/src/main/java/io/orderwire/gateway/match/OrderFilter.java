package io.orderwire.gateway.match;

import io.orderwire.contract.order.Users;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a subscription: OR within a list, AND across lists; an empty list matches everything.
 *
 * @param coins as the node writes them
 * @param users addresses in lower case
 * @param statuses as the node writes them
 * @param sides {@code B}, {@code A}
 * @param minNotional least {@code limitPx × origSz}, exact, or null
 */
public record OrderFilter(
        Set<String> coins,
        Set<String> users,
        Set<String> statuses,
        Set<String> sides,
        @Nullable BigDecimal minNotional) {
    /** Memory of a value in a list, without its characters. */
    private static final int VALUE_BYTES = 72;

    /** Memory of a combination of values in the index, including its bucket. */
    private static final int KEY_BYTES = 128;

    /** The possible sides. */
    public static final Set<String> SIDES = Set.of("A", "B");

    /** Every order. */
    public static final OrderFilter ALL = new OrderFilter(Set.of(), Set.of(), Set.of(), Set.of(), null);

    /**
     * Normalizes the filter, so that filters that match the same orders are equal: {@code 1000} and {@code 1000.0} are one
     * amount.
     */
    public OrderFilter {
        coins = copy(coins);
        users = copy(users);
        statuses = copy(statuses);
        sides = copy(sides);
        minNotional = minNotional == null ? null : minNotional.stripTrailingZeros();
    }

    /** Not {@code Set.copyOf}, whose look-ups are slow among values that a client chose for their equal hash codes. */
    private static Set<String> copy(Set<String> values) {
        return values.isEmpty() ? Set.of() : Collections.unmodifiableSet(new HashSet<>(values));
    }

    /** Its approximate memory in the index, bytes. */
    public long memory() {
        long keys = asksForAll() ? 0 : Combinations.count(this);
        return Stream.of(coins, users, statuses, sides)
                        .flatMap(Set::stream)
                        .mapToLong(value -> VALUE_BYTES + value.length())
                        .sum()
                + KEY_BYTES * keys;
    }

    private boolean asksForAll() {
        return coins.isEmpty() && users.isEmpty() && statuses.isEmpty() && sides.isEmpty();
    }

    /** Every order of one user. */
    public static OrderFilter ofUser(String user) {
        return new OrderFilter(Set.of(), Set.of(user), Set.of(), Set.of(), null);
    }

    /** Normalizes an address to lower case, as in the keys of records; null if it is not an address. */
    public static @Nullable String address(@Nullable String text) {
        if (text == null || text.length() != Users.LENGTH) {
            return null;
        }
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        byte[] address = new byte[Users.LENGTH];
        return Users.copyLowerCase(source, 0, source.length, address)
                ? new String(address, StandardCharsets.ISO_8859_1)
                : null;
    }

    /** Returns true if only the user decides whether an order matches. */
    boolean asksForUsersOnly() {
        return coins.isEmpty() && statuses.isEmpty() && sides.isEmpty() && minNotional == null;
    }

    /** Whether the order matches. */
    public boolean matches(RecordView order) {
        return (users.isEmpty() || users.contains(new String(order.key(), StandardCharsets.ISO_8859_1)))
                && matchesBesidesUser(order);
    }

    /** Whether the order matches, apart from its user, which the index has looked up. */
    boolean matchesBesidesUser(RecordView order) {
        if (asksForUsersOnly()) {
            return true;
        }
        if (!order.readable()) {
            return false;
        }
        String side = order.side();
        return (coins.isEmpty() || coins.contains(order.coin()))
                && (statuses.isEmpty() || statuses.contains(order.status()))
                && (sides.isEmpty() || side != null && sides.contains(side))
                && (minNotional == null || order.notionalAtLeast(minNotional));
    }
}
