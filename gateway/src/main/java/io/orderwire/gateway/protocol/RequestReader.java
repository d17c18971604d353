package io.orderwire.gateway.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.orderwire.contract.text.Unicode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one message of a client. Thread-safe. */
public final class RequestReader {
    static final String METHODS = "it takes subscribe, unsubscribe, ping";
    private static final String HALF_CHARACTER = "a surrogate without its other half";

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(RequestBounds.BOUNDS)
            .build();

    private final SubscriptionReader subscriptions;

    /** Uses {@code defaultBatchMs} for subscriptions that do not set a batch time. */
    public RequestReader(int defaultBatchMs) {
        this.subscriptions = new SubscriptionReader(defaultBatchMs);
    }

    /** The two members of a request that are used. */
    private static final class Envelope {
        private @Nullable String method;
        private String fault = "method must be a text; " + METHODS;
        private int from;
        private int to;
    }

    /** Reads a message; returns {@link Request.Refused} if it is not a valid request. */
    public Request read(String text) {
        if (!Unicode.isWellFormed(text)) {
            return unreadable(text, HALF_CHARACTER);
        }
        Envelope envelope = new Envelope();
        try {
            readEnvelope(text, envelope);
        } catch (IOException e) {
            return unreadable(text, reason(e));
        }
        String method = envelope.method;
        if (method == null) {
            return unreadable(text, envelope.fault);
        }
        return switch (method) {
            case "ping" -> new Request.Ping();
            case "subscribe", "unsubscribe" -> subscription(text, envelope, method);
            default -> unreadable(text, "method " + Suggestion.quoted(method) + " is not served; " + METHODS);
        };
    }

    /**
     * Handles a message that cannot be read, which may be a request of method {@code post}: if its id can be read, the
     * answer carries the id.
     */
    private static Request unreadable(String text, String detail) {
        PostId.Found post = PostId.in(text);
        if (post.id() != null) {
            return new Request.Post(post.id());
        }
        return new Request.Refused(
                "Error parsing JSON into valid websocket request: " + text,
                post.isPost() ? PostId.EXPECTED + "; " + detail : detail);
    }

    private static String reason(IOException fault) {
        if (fault instanceof JsonProcessingException json) {
            JsonLocation location = json.getLocation();
            return json.getOriginalMessage() + (location == null ? "" : ", at character " + location.getCharOffset());
        }
        return String.valueOf(fault.getMessage());
    }

    /** The first words of its errors are fixed, because client libraries match them to find the failed request. */
    private Request subscription(String text, Envelope envelope, String method) {
        if (envelope.to == envelope.from) {
            return unreadable(text, "subscription must be an object");
        }
        boolean begins = method.equals("subscribe");
        String given = text.substring(envelope.from, envelope.to);
        try (JsonParser json = FACTORY.createParser(given)) {
            SubscriptionSpec spec = subscriptions.read(json);
            return begins ? new Request.Subscribe(spec, given) : new Request.Unsubscribe(spec, given);
        } catch (InvalidSubscriptionException e) {
            return new Request.Refused(
                    (begins ? "Invalid subscription: " : "Already unsubscribed: ") + given, e.detail());
        } catch (IOException e) {
            return unreadable(text, reason(e));
        }
    }

    /** Reads the message to its end, so that the parts that are passed on are valid JSON. */
    private static void readEnvelope(String text, Envelope envelope) throws IOException {
        try (JsonParser json = FACTORY.createParser(text)) {
            try {
                readEnvelope(json, envelope);
            } catch (RequestBounds.LongValueException e) {
                throw new JsonParseException(json, RequestBounds.path(json) + " " + e.getOriginalMessage());
            }
        }
    }

    private static void readEnvelope(JsonParser json, Envelope envelope) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            envelope.fault = "a request must be a JSON object";
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            requireWellFormed(json, name);
            JsonToken token = json.nextToken();
            if (name.equals("method") && token == JsonToken.VALUE_STRING) {
                envelope.method = json.getText();
                requireWellFormed(json, envelope.method);
            } else if (name.equals("subscription") && token == JsonToken.START_OBJECT) {
                envelope.from = (int) json.currentTokenLocation().getCharOffset();
                skip(json);
                envelope.to = (int) json.currentLocation().getCharOffset();
            } else {
                skip(json);
            }
        }
        if (json.nextToken() != null) {
            envelope.method = null;
            envelope.fault = "something follows the JSON object";
        }
    }

    /** An escape can produce an unpaired surrogate, which cannot be sent back in a message. */
    private static void requireWellFormed(JsonParser json, String text) throws JsonParseException {
        if (!Unicode.isWellFormed(text)) {
            throw new JsonParseException(json, HALF_CHARACTER);
        }
    }

    /** Skips a value, but reads every string and number in it, because the parser checks values only when they are read. */
    private static void skip(JsonParser json) throws IOException {
        int depth = 0;
        while (true) {
            JsonToken token = json.currentToken();
            if (token == null) {
                return;
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
                requireWellFormed(json, json.getText());
            } else {
                json.finishToken();
            }
            if (depth == 0) {
                return;
            }
            json.nextToken();
        }
    }
}
