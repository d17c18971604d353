package io.orderwire.testing.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a text is JSON, and whether an object in it counts as an order: no deeper than 64, exactly one string
 * each of user (0x and 40 hexadecimal digits), status and time, exactly one object order with exactly one string coin and
 * one integer oid. With a second member of such a name, of whatever type, the object is not an order.
 */
final class EventJudge {
    static final String NOT_JSON = "not-json";
    static final String NOT_UTF8 = "not-utf8";
    static final String NOT_AN_ORDER = "not-an-order";
    static final String TOO_DEEP = "too-deep";
    static final String DUPLICATE_KEY = "duplicate-key";
    static final int MAX_DEPTH = 64;

    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Integer.MAX_VALUE)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .setNodeFactory(new MemberNodes());

    private EventJudge() {}

    static boolean isUtf8(byte[] bytes, int from, int to) {
        return text(bytes, from, to) != null;
    }

    private static @Nullable String text(byte[] bytes, int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException expected) {
            return null;
        }
    }

    /**
     * Parses bytes that contain one JSON value and nothing else; null if they do not. They are decoded first, because
     * Jackson would guess the encoding.
     */
    static @Nullable JsonNode read(byte[] bytes, int from, int to) {
        String text = text(bytes, from, to);
        try {
            JsonNode node = text == null ? null : JSON.readTree(text);
            return node == null || node.isMissingNode() ? null : node;
        } catch (JsonProcessingException expected) {
            return null;
        }
    }

    /** Unescapes a name that is given with its quotes; returns it unchanged if it is not a valid JSON string. */
    static String nameOf(String quoted) {
        if (quoted.indexOf('\\') < 0) {
            return quoted.substring(1, quoted.length() - 1);
        }
        try {
            return JSON.readTree(quoted).asText();
        } catch (JsonProcessingException expected) {
            return quoted;
        }
    }

    /** Returns null if an object of the given depth counts as an order, otherwise the reason why it does not. */
    static @Nullable String fault(JsonNode event, int depth) {
        if (depth > MAX_DEPTH) {
            return TOO_DEEP;
        }
        List<JsonNode> users = MemberNodes.values(event, "user");
        List<JsonNode> orders = MemberNodes.values(event, "order");
        List<JsonNode> coins = new ArrayList<>();
        List<JsonNode> oids = new ArrayList<>();
        for (JsonNode order : orders) {
            if (order.isObject()) {
                coins.addAll(MemberNodes.values(order, "coin"));
                oids.addAll(MemberNodes.values(order, "oid"));
            }
        }
        List<JsonNode> statuses = MemberNodes.values(event, "status");
        List<JsonNode> times = MemberNodes.values(event, "time");
        List<List<JsonNode>> all = List.of(users, statuses, times, orders, coins, oids);
        if (all.stream().anyMatch(values -> values.size() > 1)) {
            return DUPLICATE_KEY;
        }
        boolean order = all.stream().noneMatch(List::isEmpty)
                && user(event) != null
                && statuses.get(0).isTextual()
                && times.get(0).isTextual()
                && orders.get(0).isObject()
                && coins.get(0).isTextual()
                && oids.get(0).isIntegralNumber();
        return order ? null : NOT_AN_ORDER;
    }

    /** The address that the object names, in lower case; null if it names none or more than one. */
    static @Nullable String user(JsonNode event) {
        List<JsonNode> users = MemberNodes.values(event, "user");
        if (users.size() != 1 || !users.get(0).isTextual()) {
            return null;
        }
        String user = users.get(0).textValue();
        return ADDRESS.matcher(user).matches() ? user.toLowerCase(Locale.ROOT) : null;
    }
}
