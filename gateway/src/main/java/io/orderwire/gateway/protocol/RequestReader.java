package io.orderwire.gateway.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.orderwire.orders.Unicode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one message of a client. Thread-safe. */
public final class RequestReader {
    private static final int DEEPEST = 8;
    private static final int LONGEST_NUMBER = 32;
    private static final int LONGEST_STRING = 4_096;
    private static final int LONGEST_NAME = 64;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxStringLength(LONGEST_STRING)
                    .maxNameLength(LONGEST_NAME)
                    .build())
            .build();

    private final SubscriptionReader subscriptions;

    /** Gives subscriptions that say nothing of it {@code defaultBatchMs}. */
    public RequestReader(int defaultBatchMs) {
        this.subscriptions = new SubscriptionReader(defaultBatchMs);
    }

    /** The two members of a request that count. */
    private static final class Envelope {
        private @Nullable String method;
        private int from;
        private int to;
    }

    /** What the message asks for; a message that cannot be read is {@link Request.Refused}. */
    public Request read(String text) {
        if (!Unicode.isWellFormed(text)) {
            return unreadable(text);
        }
        Envelope envelope = new Envelope();
        try {
            readEnvelope(text, envelope);
        } catch (IOException expected) {
            return unreadable(text);
        }
        String method = envelope.method;
        if (method == null) {
            return unreadable(text);
        }
        boolean subscription = envelope.to > envelope.from;
        return switch (method) {
            case "ping" -> new Request.Ping();
            case "subscribe" -> subscription ? subscribe(text, envelope) : unreadable(text);
            case "unsubscribe" -> subscription ? unsubscribe(text, envelope) : unreadable(text);
            default -> unreadable(text);
        };
    }

    private static Request unreadable(String text) {
        return new Request.Refused("Error parsing JSON into valid websocket request: " + text);
    }

    private Request subscribe(String text, Envelope envelope) {
        String json = json(text, envelope);
        SubscriptionSpec spec = spec(text, envelope);
        return spec == null ? new Request.Refused("Invalid subscription: " + json) : new Request.Subscribe(spec, json);
    }

    /** What cannot be subscribed to is not subscribed to; client libraries tell by these words which request failed. */
    private Request unsubscribe(String text, Envelope envelope) {
        String json = json(text, envelope);
        SubscriptionSpec spec = spec(text, envelope);
        return spec == null
                ? new Request.Refused("Already unsubscribed: " + json)
                : new Request.Unsubscribe(spec, json);
    }

    private @Nullable SubscriptionSpec spec(String text, Envelope envelope) {
        try (JsonParser json = FACTORY.createParser(json(text, envelope))) {
            return subscriptions.read(json);
        } catch (IOException expected) {
            return null;
        }
    }

    private static String json(String text, Envelope envelope) {
        return text.substring(envelope.from, envelope.to);
    }

    /** Reads the message to its end, so that what is passed on of it is known to be sound JSON. */
    private static void readEnvelope(String text, Envelope envelope) throws IOException {
        try (JsonParser json = FACTORY.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
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
            }
        }
    }

    /** An escape can name half a character, which could not be sent back in any message. */
    private static void requireWellFormed(JsonParser json, String text) throws JsonParseException {
        if (!Unicode.isWellFormed(text)) {
            throw new JsonParseException(json, "a surrogate without its other half");
        }
    }

    /** Passes over a value and looks at every string and number in it: a parser leaves unread what nobody asks for. */
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
