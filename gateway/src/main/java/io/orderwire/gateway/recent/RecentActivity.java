package io.orderwire.gateway.recent;

import io.orderwire.gateway.match.OrderFields;
import io.orderwire.gateway.match.RecordView;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts statuses, coins and users of the most recent orders, in its own memory, which is reused. An order takes about a
 * microsecond. For one thread.
 */
public final class RecentActivity {
    /** Orders that are counted at most. */
    public static final int MOST_ORDERS = 20_000;

    private static final int MOST_VALUES = 12;

    /** Longer values are shortened to this many characters, which is more than usual ones have. */
    private static final int LONGEST = 64;

    private final RecentOrders recent;
    private final Piece copy = new Piece();
    private final RecordView view = new RecordView();
    private final Map<String, Integer> statuses = new HashMap<>();
    private final Map<String, Integer> coins = new HashMap<>();
    private final Map<String, Integer> users = new HashMap<>();
    private int orders;
    private String fromTime = "";
    private String toTime = "";

    /** Counts those. */
    public RecentActivity(RecentOrders recent) {
        this.recent = recent;
    }

    /** Counts the newest {@value #MOST_ORDERS} orders, or all that there are. */
    public Activity count() {
        clear();
        for (long number = recent.newest(copy); number >= 0; number = recent.before(number, copy)) {
            for (int i = copy.count() - 1; i >= 0; i--) {
                if (orders == MOST_ORDERS) {
                    return result();
                }
                if (add(i) && orders++ == 0) {
                    toTime = fromTime;
                }
            }
        }
        return result();
    }

    private Activity result() {
        Activity activity = new Activity(orders, fromTime, toTime, most(statuses), most(coins), most(users));
        clear();
        return activity;
    }

    private void clear() {
        orders = 0;
        fromTime = "";
        toTime = "";
        statuses.clear();
        coins.clear();
        users.clear();
    }

    /** Returns false, and counts nothing, if the order cannot be parsed; the thread that read it has counted it. */
    private boolean add(int index) {
        try {
            view.turnTo(copy.key(index), copy.value(index), 0);
            if (!view.readable()) {
                return false;
            }
            // All members are read before the first is counted.
            String status = shortened(view.status());
            String coin = shortened(view.coin());
            String user = shortened(new String(view.key(), StandardCharsets.ISO_8859_1));
            fromTime = time();
            statuses.merge(status, 1, Integer::sum);
            coins.merge(coin, 1, Integer::sum);
            users.merge(user, 1, Integer::sum);
            return true;
        } catch (RuntimeException | StackOverflowError expected) {
            return false;
        }
    }

    /** The text of the event's time; an order has exactly one, a string. */
    private String time() {
        OrderFields fields = view.fields();
        int from = fields.from(OrderFields.TIME) + 1;
        int length = Math.min(LONGEST, fields.to(OrderFields.TIME) - 1 - from);
        return length <= 0 ? "" : new String(view.bytes(), from, length, StandardCharsets.ISO_8859_1);
    }

    private static String shortened(String value) {
        if (value.length() <= LONGEST) {
            return value;
        }
        int end = Character.isHighSurrogate(value.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return value.substring(0, end) + "…";
    }

    private static List<Activity.Count> most(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .limit(MOST_VALUES)
                .map(entry -> new Activity.Count(entry.getKey(), entry.getValue()))
                .toList();
    }
}
