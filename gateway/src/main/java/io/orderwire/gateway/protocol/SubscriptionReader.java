package io.orderwire.gateway.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.gateway.match.OrderFields;
import io.orderwire.gateway.match.OrderFilter;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code subscription} of a request. Of the public API's own types unknown members are passed over, as it
 * does; of {@code orders} they are an error, since a filter with a slip in its name would let everything through.
 */
final class SubscriptionReader {
    /** Values in one list; a frame's cost does not grow with it, the index does. */
    static final int MOST_VALUES = 1_000;

    /** Characters in an id: it stands in every frame. */
    static final int LONGEST_ID = 128;

    /** Longest batch: a frame comes every 5 s anyway. */
    static final int LONGEST_BATCH_MS = 1_000;

    /** A year. */
    static final int MOST_MINUTES = 525_600;

    private static final int MS_PER_MINUTE = 60_000;

    private final int defaultBatchMs;

    SubscriptionReader(int defaultBatchMs) {
        this.defaultBatchMs = defaultBatchMs;
    }

    /** What the members say, whatever their order; each null when it is not there. */
    private static final class Members {
        private @Nullable String type;
        private @Nullable String user;
        private @Nullable String id;
        private Set<String> coins = Set.of();
        private Set<String> users = Set.of();
        private Set<String> statuses = Set.of();
        private Set<String> sides = Set.of();
        private @Nullable BigDecimal minNotional;
        private int batchMs = -1;
        private StartPosition from = StartPosition.LATEST;
        private boolean userGiven;
        private boolean wrong;
        private boolean unknown;
    }

    /** The subscription, or null when it is none that there is. */
    @Nullable
    SubscriptionSpec read(JsonParser json) throws IOException {
        json.nextToken();
        Members members = new Members();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            readMember(json, name, members);
        }
        String type = members.type;
        if (type == null) {
            return null;
        }
        return switch (type) {
            case "orders" -> orders(members);
            case "orderUpdates" -> members.user == null ? null : new SubscriptionSpec.OrderUpdates(members.user);
            case "pipeline" -> new SubscriptionSpec.Pipeline();
            case "gaps" -> new SubscriptionSpec.Gaps();
            default -> null;
        };
    }

    private @Nullable SubscriptionSpec orders(Members members) {
        if (members.wrong || members.unknown || members.userGiven) {
            return null;
        }
        OrderFilter filter =
                new OrderFilter(members.coins, members.users, members.statuses, members.sides, members.minNotional);
        int batchMs = members.batchMs < 0 ? defaultBatchMs : members.batchMs;
        return new SubscriptionSpec.Orders(members.id, filter, batchMs, members.from);
    }

    private static void readMember(JsonParser json, String name, Members members) throws IOException {
        switch (name) {
            case "type" -> members.type = text(json);
            case "user" -> {
                members.userGiven = true;
                members.user = OrderFilter.address(text(json));
            }
            case "id" -> members.id = id(json, members);
            case "coins" -> members.coins = list(json, members, coin -> coin.isEmpty() ? null : coin);
            case "users" -> members.users = list(json, members, OrderFilter::address);
            case "statuses" -> members.statuses = list(json, members, status -> status.isEmpty() ? null : status);
            case "sides" -> members.sides = list(json, members, side -> OrderFilter.SIDES.contains(side) ? side : null);
            case "minNotional" -> members.minNotional = amount(json, members);
            case "from" -> members.from = from(json, members);
            case "batchMs" -> members.batchMs = batchMs(json, members);
            default -> {
                members.unknown = true;
                json.skipChildren();
            }
        }
    }

    private static @Nullable String text(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return null;
    }

    private static @Nullable String id(JsonParser json, Members members) throws IOException {
        String id = text(json);
        members.wrong |= id == null || id.length() > LONGEST_ID;
        return id;
    }

    /** At least one value, each of which {@code valid} takes; anything else is wrong. */
    private static Set<String> list(JsonParser json, Members members, Function<String, @Nullable String> valid)
            throws IOException {
        Set<String> values = new HashSet<>();
        if (json.currentToken() != JsonToken.START_ARRAY) {
            members.wrong = true;
            json.skipChildren();
            return values;
        }
        int count = 0;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            String text = text(json);
            String value = text == null ? null : valid.apply(text);
            count++;
            if (value == null || count > MOST_VALUES) {
                members.wrong = true;
            } else {
                values.add(value);
            }
        }
        members.wrong |= values.isEmpty();
        return values;
    }

    private static @Nullable BigDecimal amount(JsonParser json, Members members) throws IOException {
        String text = text(json);
        BigDecimal amount = text == null ? null : OrderFields.plainDecimal(text);
        members.wrong |= amount == null || amount.signum() < 0;
        return amount;
    }

    private static StartPosition from(JsonParser json, Members members) throws IOException {
        StartPosition from = null;
        if (json.currentToken() == JsonToken.START_OBJECT) {
            from = past(json);
        } else {
            String text = text(json);
            if ("latest".equals(text)) {
                from = StartPosition.LATEST;
            } else if ("earliest".equals(text)) {
                from = new StartPosition.Earliest();
            }
        }
        members.wrong |= from == null;
        return from == null ? StartPosition.LATEST : from;
    }

    /** An object of one member that names a time or a cursor; null when it is another. */
    private static @Nullable StartPosition past(JsonParser json) throws IOException {
        StartPosition past = null;
        int count = 0;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            count++;
            switch (name) {
                case "minutesAgo" -> past = ago(json);
                case "cursor" -> past = behind(text(json));
                default -> json.skipChildren();
            }
        }
        return count == 1 ? past : null;
    }

    private static @Nullable StartPosition ago(JsonParser json) throws IOException {
        if (!json.currentToken().isNumeric()) {
            json.skipChildren();
            return null;
        }
        double minutes = json.getDoubleValue();
        return minutes >= 0 && minutes <= MOST_MINUTES
                ? new StartPosition.Ago(Math.round(minutes * MS_PER_MINUTE))
                : null;
    }

    private static @Nullable StartPosition behind(@Nullable String cursor) {
        try {
            return cursor == null ? null : new StartPosition.Behind(Cursor.decode(cursor));
        } catch (IllegalArgumentException expected) {
            return null;
        }
    }

    private static int batchMs(JsonParser json, Members members) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() == JsonParser.NumberType.INT
                && json.getIntValue() >= 0
                && json.getIntValue() <= LONGEST_BATCH_MS) {
            return json.getIntValue();
        }
        members.wrong = true;
        json.skipChildren();
        return -1;
    }
}
