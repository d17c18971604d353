package io.orderwire.gateway.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.orderwire.contract.text.Unicode;
import io.orderwire.gateway.JsonView;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answers that a text message may get: one, of a kind that its content decides. If the answer depends on a gateway's
 * limits, or if a post is malformed, several kinds are valid.
 */
public final class Expectation {
    private static final String UNREADABLE = "Error parsing JSON into valid websocket request: ";
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
    private static final int DEEPEST = 8;
    private static final int LONGEST_NUMBER = 30;
    private static final int LONGEST_TEXT = 4_096;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_ID = 32;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String text;
    private boolean readable;
    private boolean unreadable;
    private @Nullable String method;
    private @Nullable String subscription;
    private @Nullable String postId;
    private boolean anyPost;
    private boolean beyond;
    private boolean near;

    private Expectation(String text) {
        this.text = text;
    }

    /** For a message. */
    public static Expectation of(String text) {
        Expectation expectation = new Expectation(text);
        try {
            expectation.look();
            expectation.classify(JsonView.members(text));
            expectation.readable &= !expectation.beyond;
            expectation.unreadable |= (expectation.beyond || expectation.near) && expectation.postId == null;
        } catch (IOException | RuntimeException | AssertionError e) {
            expectation.readable = false;
            expectation.unreadable = true;
            expectation.anyPost = unescaped(text).contains("\"post\"");
        }
        return expectation;
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    /** The message. */
    public String text() {
        return text;
    }

    /** Reads all of it; throws if it is not JSON, or ambiguous. */
    private void look() throws IOException {
        int depth = 0;
        try (JsonParser json = FACTORY.createParser(text)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                beyond |= depth > DEEPEST;
                if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
                    String value = json.getText();
                    int longest = token == JsonToken.FIELD_NAME ? LONGEST_NAME : LONGEST_TEXT;
                    beyond |= !Unicode.isWellFormed(value) || value.length() > longest;
                } else if (token.isNumeric()) {
                    near |= json.getTextLength() > LONGEST_NUMBER;
                }
                if (depth == 0 && json.nextToken() != null) {
                    throw new IOException("something follows");
                }
            }
        }
    }

    private void classify(Map<String, String> members) throws IOException {
        String name = members.containsKey("method") ? string(members.get("method")) : null;
        String given = members.get("subscription");
        String id = members.get("id");
        if ("post".equals(name)) {
            postId = id != null && id.matches("-?[0-9]{1," + LONGEST_ID + "}") && id.length() <= LONGEST_ID ? id : null;
            unreadable = postId == null;
        } else if ("ping".equals(name)) {
            readable = true;
            method = name;
        } else if (("subscribe".equals(name) || "unsubscribe".equals(name)) && given != null && given.startsWith("{")) {
            readable = true;
            method = name;
            subscription = given;
        } else {
            unreadable = true;
        }
    }

    private static @Nullable String string(String raw) throws IOException {
        try (JsonParser json = FACTORY.createParser(raw)) {
            return json.nextToken() == JsonToken.VALUE_STRING ? json.getText() : null;
        }
    }

    /** Returns true if {@code answer} is a valid answer. */
    private boolean isMetBy(String answer) {
        return switch (JsonView.text(answer, "channel")) {
            case "pong" -> readable && "ping".equals(method);
            case "post" -> JsonView.at(answer, "data", "id").equals(postId);
            case "subscriptionResponse" ->
                isResponse(JsonView.text(answer, "data", "method"), JsonView.at(answer, "data", "subscription"));
            case "error" -> isError(JsonView.text(answer, "data"));
            default -> false;
        };
    }

    /** Returns true if {@code answer} is valid although another kind would be valid as well. */
    private boolean mayBeMetBy(String answer) {
        boolean post = anyPost
                && JsonView.text(answer, "channel").equals("post")
                && Pattern.compile("\"id\"\\s*:\\s*" + JsonView.at(answer, "data", "id"))
                        .matcher(unescaped(text))
                        .find();
        return post || isMetBy(answer);
    }

    /** The message to which an answer belongs, null if there is none; ambiguous ones are tried last. */
    public static @Nullable Expectation metBy(String answer, List<Expectation> pending) {
        Expectation ambiguous = null;
        for (Expectation one : pending) {
            if (!(one.readable && one.unreadable) && one.isMetBy(answer)) {
                return one;
            }
            if (ambiguous == null && one.mayBeMetBy(answer)) {
                ambiguous = one;
            }
        }
        return ambiguous;
    }

    /**
     * Returns true if an error may end the subscription after its acknowledgement: a replay can end before it has caught
     * up.
     */
    public boolean mayEndBy(String answer) {
        return "subscribe".equals(method)
                && unescaped(text).contains("\"from\"")
                && isError(JsonView.text(answer, "data"));
    }

    private boolean isResponse(String responseMethod, String echoed) {
        String given = subscription;
        return readable
                && given != null
                && responseMethod.equals(method)
                && (echoed.equals(given) || echoed.startsWith(given.substring(0, given.length() - 1) + ",\"id\":\""));
    }

    private boolean isError(String error) {
        if (error.startsWith(UNREADABLE)) {
            return unreadable && isOrBeginsWith(text, error.substring(UNREADABLE.length()));
        }
        int colon = error.indexOf(": {");
        String given = subscription;
        return readable
                && given != null
                && colon > 0
                && error.startsWith("Already unsubscribed: ") == "unsubscribe".equals(method)
                && isOrBeginsWith(given, error.substring(colon + 2));
    }

    /** The end of a long request is cut off. */
    private static boolean isOrBeginsWith(String whole, String shown) {
        return shown.equals(whole) || shown.length() > 1_000 && whole.startsWith(shown);
    }

    @Override
    public String toString() {
        return text.length() > 600 ? text.substring(0, 600) + "… of " + text.length() + " characters" : text;
    }
}
