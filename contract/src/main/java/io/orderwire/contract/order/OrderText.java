package io.orderwire.contract.order;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.text.Json;
import io.orderwire.contract.text.Utf8;
import java.io.IOException;

/**
 * Checks that bytes are exactly one JSON object in UTF-8, so that they can be put into a message unchanged. A firehose
 * passes on orders without parsing them, and a foreign record among them must not make the frame invalid. Orders in the
 * node's usual format are checked without allocating or copying; the JSON reader checks all other bytes.
 */
public final class OrderText {
    private static final int MOST_LEVELS = 63;

    private OrderText() {}

    /** True if the bytes are exactly one JSON object, without bytes before or after it. */
    public static boolean isWhole(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == '{' && isUsual(bytes) || isJson(bytes);
    }

    private static boolean isJson(byte[] bytes) {
        if (bytes.length < 2 || bytes[0] != '{' || bytes[1] == 0 || !Utf8.isValid(bytes, 0, bytes.length)) {
            return false;
        }
        try (JsonParser json = Json.FACTORY.createParser(bytes)) {
            json.nextToken();
            json.skipChildren();
            return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
        } catch (IOException | StackOverflowError expected) {
            return false;
        }
    }

    /**
     * Accepts ASCII without whitespace or escapes, the node's format. {@code objects} has one bit for each level: 1 for an
     * object, 0 for an array.
     */
    private static boolean isUsual(byte[] b) {
        long objects = 0;
        int level = 0;
        int at = 0;
        while (at < b.length) {
            // A value begins here.
            byte c = b[at];
            if (c == '{' || c == '[') {
                if (++level > MOST_LEVELS) {
                    return false;
                }
                objects = objects << 1 | (c == '{' ? 1 : 0);
                at++;
                boolean empty = at < b.length && b[at] == (c == '{' ? '}' : ']');
                if (!empty) {
                    at = c == '{' ? name(b, at) : at;
                    if (at < 0) {
                        return false;
                    }
                    continue;
                }
            } else if (level == 0) {
                return false;
            } else {
                at = ScalarEnd.of(b, at, b.length);
                if (at < 0) {
                    return false;
                }
            }
            while (at < b.length && b[at] == ((objects & 1) == 1 ? '}' : ']')) {
                objects >>>= 1;
                at++;
                if (--level == 0) {
                    return at == b.length;
                }
            }
            if (at >= b.length || b[at] != ',') {
                return false;
            }
            at = (objects & 1) == 1 ? name(b, at + 1) : at + 1;
            if (at < 0) {
                return false;
            }
        }
        return false;
    }

    /** Index after a name and its colon, or -1 if the bytes are not a name and a colon. */
    private static int name(byte[] b, int at) {
        int end = ScalarEnd.string(b, at, b.length);
        return end > 0 && end < b.length && b[end] == ':' ? end + 1 : -1;
    }
}
