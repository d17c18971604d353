package io.orderwire.gateway.match;

import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The combinations of a filter's values under which the index holds it. */
final class Combinations {
    /** Maximum number of combinations of one filter; one list may have as many values. */
    static final int MOST = 1_000;

    private static final int USERS = 0;
    private static final int COINS = 1;
    private static final int STATUSES = 2;
    private static final int SIDES = 3;

    private Combinations() {}

    /** The number of combinations. */
    static int count(OrderFilter filter) {
        int product = 1;
        for (int list = USERS; list <= SIDES; list++) {
            product *= Math.max(1, list(filter, list, product).size());
        }
        return product;
    }

    /**
     * Returns the filter if some of its lists are not part of the combinations and have to be checked; null if there are
     * none.
     */
    static @Nullable OrderFilter rest(OrderFilter filter) {
        int product = 1;
        for (int list = USERS; list <= SIDES; list++) {
            Set<String> values = list(filter, list, product);
            if (values.isEmpty() && !all(filter, list).isEmpty()) {
                return filter;
            }
            product *= Math.max(1, values.size());
        }
        return null;
    }

    private static Set<String> all(OrderFilter filter, int list) {
        return switch (list) {
            case USERS -> filter.users();
            case COINS -> filter.coins();
            case STATUSES -> filter.statuses();
            default -> filter.sides();
        };
    }

    /**
     * The values of a list, none if they would make too many combinations. Users come first, because they are the most
     * selective.
     */
    private static Set<String> list(OrderFilter filter, int list, int product) {
        Set<String> values = all(filter, list);
        return product > 1 && product * (long) values.size() > MOST ? Set.of() : values;
    }

    static void forEach(OrderFilter filter, Consumer<FilterKey> use) {
        forEach(filter, USERS, 1, new String[SIDES + 1], use);
    }

    private static void forEach(
            OrderFilter filter, int list, int product, @Nullable String[] chosen, Consumer<FilterKey> use) {
        if (list > SIDES) {
            use.accept(new FilterKey(chosen[USERS], chosen[COINS], chosen[STATUSES], chosen[SIDES]));
            return;
        }
        Set<String> values = list(filter, list, product);
        if (values.isEmpty()) {
            chosen[list] = null;
            forEach(filter, list + 1, product, chosen, use);
        }
        for (String value : values) {
            chosen[list] = value;
            forEach(filter, list + 1, product * values.size(), chosen, use);
        }
    }
}
