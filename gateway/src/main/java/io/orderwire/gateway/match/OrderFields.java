package io.orderwire.gateway.match;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.order.OrderReader;
import io.orderwire.contract.text.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Positions of some members of an event and of its order in a record's value, so that they can be copied as written:
 * parsing a decimal as a number would lose digits. Not thread-safe.
 */
public final class OrderFields {
    /** Members of the order, in the order in which the public API writes them. */
    public static final List<String> ORDER_MEMBERS =
            List.of("coin", "side", "limitPx", "sz", "oid", "timestamp", "origSz", "cloid");

    /** Index of {@code limitPx} among them. */
    public static final int LIMIT_PX = 2;

    /** Index of {@code oid} among them. */
    public static final int OID = 4;

    /** Index of {@code timestamp} among them. */
    public static final int TIMESTAMP = 5;

    /** Index of {@code origSz} among them. */
    public static final int ORIG_SZ = 6;

    /** Index of {@code cloid} among them. */
    public static final int CLOID = 7;

    /** Index of the event's {@code status}. */
    public static final int STATUS = 8;

    /** Index of the event's {@code time}. */
    public static final int TIME = 9;

    /** Longer than any real amount. Longer texts are not parsed, so that no event can make arithmetic slow. */
    private static final int LONGEST_DECIMAL = 100;

    private static final int MEMBERS = 10;

    private final int[] from = new int[MEMBERS];
    private final int[] to = new int[MEMBERS];
    private byte[] value = {};

    /** Finds the members of the order that {@code reader} has read from {@code bytes}. */
    void read(byte[] bytes, OrderReader reader) {
        value = bytes;
        if (!reader.places(from, to)) {
            readJson(bytes, reader.eventFrom(), reader.eventTo());
        }
    }

    private void readJson(byte[] bytes, int eventFrom, int eventTo) {
        Arrays.fill(from, 0);
        Arrays.fill(to, 0);
        try (JsonParser json = Json.FACTORY.createParser(bytes, eventFrom, eventTo - eventFrom)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                switch (name) {
                    case "status" -> mark(json, STATUS, eventFrom);
                    case "time" -> mark(json, TIME, eventFrom);
                    case "order" -> readOrder(json, eventFrom);
                    default -> json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("an event that was read before can be read no more", e);
        }
    }

    private void readOrder(JsonParser json, int base) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            int member = ORDER_MEMBERS.indexOf(name);
            if (member >= 0) {
                mark(json, member, base);
            }
            json.skipChildren();
        }
    }

    /** A string ends at the parser's position; a number ends as many bytes after its begin as it has characters. */
    private void mark(JsonParser json, int member, int base) throws IOException {
        JsonToken token = json.currentToken();
        int start = base + (int) json.currentTokenLocation().getByteOffset();
        switch (token) {
            case VALUE_STRING -> {
                json.finishToken();
                set(member, start, base + (int) json.currentLocation().getByteOffset());
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL ->
                set(member, start, start + json.getTextLength());
            default -> json.skipChildren();
        }
    }

    private void set(int member, int start, int end) {
        from[member] = start;
        to[member] = end;
    }

    /** Where the member's value begins, quotes included. */
    public int from(int member) {
        return from[member];
    }

    /** The end of the value, exclusive; equal to its begin if the event does not have the member. */
    public int to(int member) {
        return to[member];
    }

    /** Returns true if the member exists and is not {@code null}. */
    public boolean has(int member) {
        return to[member] > from[member] && value[from[member]] != 'n';
    }

    /** The amount in a string member, or null if it is not an amount. */
    @Nullable
    BigDecimal decimal(int member) {
        int length = to[member] - from[member] - 2;
        if (length <= 0 || length > LONGEST_DECIMAL || value[from[member]] != '"') {
            return null;
        }
        return plainDecimal(new String(value, from[member] + 1, length, StandardCharsets.ISO_8859_1));
    }

    /**
     * Parses an amount in plain digits; null otherwise. Exponents are refused because they could make arithmetic extremely
     * slow.
     */
    public static @Nullable BigDecimal plainDecimal(String text) {
        if (text.length() > LONGEST_DECIMAL) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && (c != '-' || i > 0)) {
                return null;
            }
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException expected) {
            return null;
        }
    }
}
