package io.orderwire.testing.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a JSON object counts as an order: no deeper than 64, exactly one string each of user (0x and 40 hexadecimal
 * digits), status and time, exactly one object order with exactly one string coin and one integer oid. A second member
 * of such a name spoils it, whatever its type.
 */
final class EventShape {
    private static final int MAX_DEPTH = 64;
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");

    private int users;
    private int addresses;
    private int statuses;
    private int statusStrings;
    private int times;
    private int timeStrings;
    private int orders;
    private int orderObjects;
    private int coins;
    private int coinStrings;
    private int oids;
    private int oidIntegers;
    private int deepest = 1;
    private @Nullable String address;

    /** Reads a member of the event, the parser standing on its name, to the end of its value. */
    void member(JsonParser json) throws IOException {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        switch (name) {
            case "user" -> user(json, value);
            case "status" -> {
                statuses++;
                statusStrings += value == JsonToken.VALUE_STRING ? 1 : 0;
            }
            case "time" -> {
                times++;
                timeStrings += value == JsonToken.VALUE_STRING ? 1 : 0;
            }
            case "order" -> orders++;
            default -> {
                // Whatever else it has is its own affair.
            }
        }
        boolean order = name.equals("order") && value == JsonToken.START_OBJECT;
        orderObjects += order ? 1 : 0;
        value(json, order);
    }

    private void user(JsonParser json, JsonToken value) throws IOException {
        users++;
        if (value == JsonToken.VALUE_STRING && ADDRESS.matcher(json.getText()).matches()) {
            addresses++;
            address = json.getText().toLowerCase(Locale.ROOT);
        }
    }

    /** Walks over a value at the second level, and looks at the order's own members on the way. */
    private void value(JsonParser json, boolean order) throws IOException {
        int depth = json.currentToken().isStructStart() ? 2 : 1;
        deepest = Math.max(deepest, depth);
        while (depth > 1) {
            JsonToken token = json.nextToken();
            if (token == null) {
                throw new IOException("ends inside an event");
            }
            if (token.isStructStart()) {
                deepest = Math.max(deepest, ++depth);
            } else if (token.isStructEnd()) {
                depth--;
            } else if (order && depth == 2 && token == JsonToken.FIELD_NAME) {
                depth += orderMember(json, json.currentName());
                deepest = Math.max(deepest, depth);
            }
        }
    }

    /** Returns 1 when the member's value opens a level, else 0. */
    private int orderMember(JsonParser json, String name) throws IOException {
        JsonToken value = json.nextToken();
        if (name.equals("coin")) {
            coins++;
            coinStrings += value == JsonToken.VALUE_STRING ? 1 : 0;
        } else if (name.equals("oid")) {
            oids++;
            oidIntegers += value == JsonToken.VALUE_NUMBER_INT ? 1 : 0;
        }
        return value != null && value.isStructStart() ? 1 : 0;
    }

    boolean isOrder() {
        return deepest <= MAX_DEPTH
                && once(users, addresses)
                && once(statuses, statusStrings)
                && once(times, timeStrings)
                && once(orders, orderObjects)
                && once(coins, coinStrings)
                && once(oids, oidIntegers);
    }

    private static boolean once(int members, int right) {
        return members == 1 && right == 1;
    }

    /** The one address that it names, in lower case; null when there is none or more than one. */
    @Nullable
    String user() {
        return users == 1 ? address : null;
    }
}
