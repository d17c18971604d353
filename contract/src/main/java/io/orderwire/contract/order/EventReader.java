package io.orderwire.contract.order;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event and decides whether it is an order. An order is a JSON object no deeper than {@link #MAX_DEPTH}, in
 * which each of {@code user} (an address), {@code status} and {@code time} occurs once and is a string, and {@code
 * order} occurs once and is an object in which {@code coin} occurs once as a string and {@code oid} once as an integer.
 * Other members do not change the result, whatever their values are.
 *
 * <p>One reader serves the scanner's slow path, the parser and readers of orders, so that they agree. Not thread-safe;
 * its values are valid until the next event is read.
 */
final class EventReader {
    /** Largest depth of nested objects and arrays in an event; the event itself is the first level. */
    static final int MAX_DEPTH = 64;

    /** An integer with fewer characters fits into a long. */
    static final int MAX_LONG_DIGITS = 19;

    private final WordCache words = new WordCache();
    private final byte[] user = new byte[Users.LENGTH];
    private int users;
    private int statuses;
    private int times;
    private int orders;
    private int coins;
    private int oids;
    private boolean userFound;
    private boolean eventsFound;
    private boolean wellFormed;
    private long oid;
    private boolean oidFits;
    private @Nullable String coin;
    private @Nullable String status;
    private @Nullable String side;

    /**
     * Reads from the event's start token, which the caller has read, to its end token; stops early if the bytes are not
     * JSON or are nested too deep.
     */
    ParseResult read(JsonParser json) throws IOException {
        clear();
        int depth = 1;
        int orderDepth = 0;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            if (token == null) {
                return ParseResult.NOT_JSON;
            }
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    if (++depth > MAX_DEPTH) {
                        return ParseResult.TOO_DEEP;
                    }
                }
                case END_OBJECT, END_ARRAY -> {
                    if (--depth < orderDepth) {
                        orderDepth = 0;
                    }
                }
                case FIELD_NAME -> {
                    boolean order = false;
                    if (depth == 1) {
                        order = eventMember(json, json.currentName());
                    } else if (depth == 2 && orderDepth == 2) {
                        orderMember(json, json.currentName());
                    }
                    if (isStart(json.currentToken())) {
                        depth++;
                        orderDepth = order ? 2 : orderDepth;
                    }
                }
                default -> {
                    // a value that does not matter
                }
            }
        }
        return result();
    }

    /** Reads the first token of the value of a member that matters; returns true if the token starts the order object. */
    private boolean eventMember(JsonParser json, String name) throws IOException {
        switch (name) {
            case "user" -> {
                users++;
                if (isString(json)) {
                    userFound = Users.copyLowerCase(
                            json.getTextCharacters(), json.getTextOffset(), json.getTextLength(), user);
                    wellFormed &= userFound;
                }
            }
            case "status" -> {
                statuses++;
                if (isString(json)) {
                    status = word(json);
                }
            }
            case "time" -> {
                times++;
                isString(json);
            }
            case "order" -> {
                orders++;
                boolean object = json.nextToken() == JsonToken.START_OBJECT;
                wellFormed &= object;
                return object;
            }
            case "events" -> eventsFound |= json.nextToken() == JsonToken.START_ARRAY;
            default -> {
                return false;
            }
        }
        return false;
    }

    private void orderMember(JsonParser json, String name) throws IOException {
        switch (name) {
            case "coin" -> {
                coins++;
                if (isString(json)) {
                    coin = word(json);
                }
            }
            case "oid" -> {
                oids++;
                boolean integer = json.nextToken() == JsonToken.VALUE_NUMBER_INT;
                wellFormed &= integer;
                oidFits = integer && (json.getTextLength() < MAX_LONG_DIGITS || isLong(json));
                if (oidFits) {
                    oid = json.getLongValue();
                }
            }
            case "side" -> {
                if (json.nextToken() == JsonToken.VALUE_STRING) {
                    side = word(json);
                }
            }
            default -> {
                // read() ignores its value
            }
        }
    }

    /** Compares the type only of a text that is short enough for a long, because Jackson reads the number for it. */
    private static boolean isLong(JsonParser json) throws IOException {
        return json.getTextLength() <= MAX_LONG_DIGITS + 1 && json.getNumberType() == JsonParser.NumberType.LONG;
    }

    private boolean isString(JsonParser json) throws IOException {
        boolean string = json.nextToken() == JsonToken.VALUE_STRING;
        wellFormed &= string;
        return string;
    }

    private static boolean isStart(@Nullable JsonToken token) {
        return token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
    }

    private String word(JsonParser json) throws IOException {
        return words.word(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    }

    private ParseResult result() {
        if (users > 1 || statuses > 1 || times > 1 || orders > 1 || coins > 1 || oids > 1) {
            return ParseResult.DUPLICATE_KEY;
        }
        boolean complete = users == 1 && statuses == 1 && times == 1 && orders == 1 && coins == 1 && oids == 1;
        return complete && wellFormed ? ParseResult.ORDER : ParseResult.NOT_AN_ORDER;
    }

    /** Takes the user of an event that was read without a JSON reader; false if it is not a valid address. */
    boolean takeUser(byte[] bytes, int from, int end) {
        userFound = Users.copyLowerCase(bytes, from, end, user);
        return userFound;
    }

    void clear() {
        users = 0;
        statuses = 0;
        times = 0;
        orders = 0;
        coins = 0;
        oids = 0;
        userFound = false;
        eventsFound = false;
        wellFormed = true;
        oidFits = false;
        coin = null;
        status = null;
        side = null;
    }

    /** True if the event has a valid user address, even if the event is not an order. */
    boolean userFound() {
        return userFound;
    }

    /** True if the object has an array {@code events}, and therefore is an envelope and not an event. */
    boolean eventsFound() {
        return eventsFound;
    }

    /** The user's address in lower case, {@link Users#LENGTH} bytes; overwritten by the next event. */
    byte[] user() {
        return user;
    }

    /** The order's id, null if it does not fit into a long. */
    @Nullable
    Long oid() {
        return oidFits ? (Long) oid : null;
    }

    @Nullable
    String coin() {
        return coin;
    }

    @Nullable
    String status() {
        return status;
    }

    @Nullable
    String side() {
        return side;
    }
}
