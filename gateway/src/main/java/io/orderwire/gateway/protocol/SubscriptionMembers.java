package io.orderwire.gateway.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.gateway.match.OrderFields;
import io.orderwire.gateway.match.OrderFilter;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of a {@code subscription}, which may come in any order. A fault is stored as a text and not thrown,
 * because only the type, which may be the last member, decides whether the fault matters.
 */
final class SubscriptionMembers {
    /** Largest number of values in one list. Values enlarge the hub's index, but do not make a frame more expensive. */
    static final int MOST_VALUES = 1_000;

    /** Largest number of characters in an id; every frame repeats the id. */
    static final int LONGEST_ID = 128;

    /** Longest batch, milliseconds. Independently of batches, a frame is sent at least every 5 s. */
    static final int LONGEST_BATCH_MS = 1_000;

    /** Least {@code maxFrameBytes}, enough for an id, a cursor and one order of usual length. */
    static final int LEAST_FRAME_BYTES = 4_096;

    /** Names of the members of an {@code orders} subscription, in the order of the documentation. */
    private static final List<String> NAMES = List.of(
            "type", "id", "coins", "users", "statuses", "sides", "minNotional", "from", "batchMs", "maxFrameBytes");

    private static final String ADDRESS = "an address, 0x and 40 hexadecimal digits";
    private static final String LIST = " must be a list of 1 to " + MOST_VALUES + " texts";

    private @Nullable String type;
    private boolean typeGiven;
    private @Nullable String user;
    private @Nullable String id;
    private Set<String> coins = Set.of();
    private Set<String> users = Set.of();
    private Set<String> statuses = Set.of();
    private Set<String> sides = Set.of();
    private @Nullable BigDecimal minNotional;
    private int batchMs;
    private int frameBytes;
    private StartPosition from = StartPosition.LATEST;
    private @Nullable String wrong;
    private @Nullable String wrongFrom;
    private @Nullable String unknown;
    private @Nullable String frameBytesFault;

    /** Begins with no members; a subscription that does not name {@code batchMs} gets the default. */
    SubscriptionMembers(int defaultBatchMs) {
        this.batchMs = defaultBatchMs;
    }

    /** The type, null if it is missing or not a text. */
    @Nullable
    String type() {
        return type;
    }

    /** The reason why {@link #type()} is null. */
    String noType() {
        return typeGiven ? "type must be a text" : "type is missing";
    }

    /** A subscription to the orders that match the members. */
    SubscriptionSpec.Orders orders() throws InvalidSubscriptionException {
        String fault = unknown == null ? wrong : unknown;
        if (fault != null) {
            throw new InvalidSubscriptionException(fault);
        }
        return new SubscriptionSpec.Orders(
                id, new OrderFilter(coins, users, statuses, sides, minNotional), batchMs, from, frameBytes);
    }

    /** A subscription to the updates of the named user. */
    SubscriptionSpec.OrderUpdates orderUpdates() throws InvalidSubscriptionException {
        if (user == null) {
            throw new InvalidSubscriptionException("user must be " + ADDRESS);
        }
        if (frameBytesFault != null) {
            throw new InvalidSubscriptionException(frameBytesFault);
        }
        if (wrongFrom != null) {
            throw new InvalidSubscriptionException(wrongFrom);
        }
        return new SubscriptionSpec.OrderUpdates(user, frameBytes, from);
    }

    /** Checks that a subscription that cannot begin in the past does not ask for that. */
    void requireLatest() throws InvalidSubscriptionException {
        if (wrongFrom != null || !from.equals(StartPosition.LATEST)) {
            throw new InvalidSubscriptionException(
                    "from must be \"latest\" or absent: " + type + " cannot begin in the past");
        }
    }

    /** Reads the parser's current value as the value of the member {@code name}. */
    void read(JsonParser json, String name) throws IOException {
        switch (name) {
            case "type" -> {
                typeGiven = true;
                type = text(json);
            }
            case "user" -> {
                isUnknown(name);
                user = OrderFilter.address(text(json));
            }
            case "id" -> id = id(json);
            case "coins" -> coins = list(json, name, "a coin's name", SubscriptionMembers::notEmpty);
            case "users" -> users = list(json, name, ADDRESS, OrderFilter::address);
            case "statuses" -> statuses = list(json, name, "a status", SubscriptionMembers::notEmpty);
            case "sides" -> sides = list(json, name, "A or B", side -> OrderFilter.SIDES.contains(side) ? side : null);
            case "minNotional" -> minNotional = amount(json);
            case "from" -> {
                StartPositionReader reader = new StartPositionReader();
                from = reader.read(json);
                wrongFrom = reader.fault();
                if (wrongFrom != null) {
                    isWrong(wrongFrom);
                }
            }
            case "batchMs" -> batchMs = batchMs(json);
            case "maxFrameBytes" -> frameBytes = frameBytes(json);
            default -> {
                isUnknown(name);
                json.skipChildren();
            }
        }
    }

    private void isUnknown(String name) {
        if (unknown == null) {
            unknown = "unknown member " + name + Suggestion.of(name, NAMES);
        }
    }

    private void isWrong(String fault) {
        if (wrong == null) {
            wrong = fault;
        }
    }

    private static @Nullable String notEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    /** The parser's current value if it is a text; otherwise skips the value and returns null. */
    static @Nullable String text(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return null;
    }

    private @Nullable String id(JsonParser json) throws IOException {
        String text = text(json);
        if (text == null || text.length() > LONGEST_ID) {
            isWrong("id must be a text of at most " + LONGEST_ID + " characters");
        }
        return text;
    }

    /**
     * Reads a list of 1 to {@value #MOST_VALUES} texts; {@code valid} returns the value to keep, or null if the text is
     * invalid.
     */
    private Set<String> list(JsonParser json, String name, String expected, Function<String, @Nullable String> valid)
            throws IOException {
        Set<String> values = new HashSet<>();
        if (json.currentToken() != JsonToken.START_ARRAY) {
            isWrong(name + LIST);
            json.skipChildren();
            return values;
        }
        int count = 0;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            String text = text(json);
            String value = text == null ? null : valid.apply(text);
            if (value == null) {
                isWrong(name + "[" + count + "] must be " + expected);
            } else if (count < MOST_VALUES) {
                values.add(value);
            }
            count++;
        }
        if (count == 0 || count > MOST_VALUES) {
            isWrong(name + LIST + (count == 0 ? ", or absent for all" : "") + "; this one has " + count);
        }
        return values;
    }

    private @Nullable BigDecimal amount(JsonParser json) throws IOException {
        String text = text(json);
        BigDecimal amount = text == null ? null : OrderFields.plainDecimal(text);
        if (amount == null || amount.signum() < 0) {
            isWrong("minNotional must be a text that holds an amount, such as \"1000\" or \"0.5\"");
        }
        return amount;
    }

    private int batchMs(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() == JsonParser.NumberType.INT
                && json.getIntValue() >= 0
                && json.getIntValue() <= LONGEST_BATCH_MS) {
            return json.getIntValue();
        }
        isWrong("batchMs must be an integer from 0 to " + LONGEST_BATCH_MS);
        json.skipChildren();
        return 0;
    }

    private int frameBytes(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() == JsonParser.NumberType.INT
                && json.getIntValue() >= LEAST_FRAME_BYTES) {
            return json.getIntValue();
        }
        frameBytesFault = "maxFrameBytes must be an integer from " + LEAST_FRAME_BYTES + " to " + Integer.MAX_VALUE;
        isWrong(frameBytesFault);
        json.skipChildren();
        return 0;
    }
}
