package io.orderwire.gateway.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The id of a request of method {@code post}. The client waits for an answer that carries it, so the rest of the request,
 * which nobody serves, may be of any kind: deep, long, or broken after the id.
 */
final class PostId {
    /** Digits and a sign: more than 64 bits take. */
    static final int LONGEST = 32;

    /** The answer to a post without such an id. */
    static final String EXPECTED =
            "id must be an integer of at most " + LONGEST + " characters, which the answer to a post repeats";

    /** Levels; only a request whose id follows such a value is not found. */
    private static final int DEEPEST = 1_000;

    /** Without limits to single values: they are skipped, and the message as a whole is limited. */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /**
     * What a message says about itself.
     *
     * @param isPost whether its method is {@code post}
     * @param id of a post, as it stands in the message; null if it is missing, not an integer, or ambiguous
     */
    record Found(boolean isPost, @Nullable String id) {
        private static final Found NOTHING = new Found(false, null);
    }

    private @Nullable String method;
    private @Nullable String id;
    private int methods;
    private int ids;

    private PostId() {}

    /** Looks for it in a message, up to the first fault. */
    static Found in(String message) {
        PostId post = new PostId();
        try (JsonParser json = FACTORY.createParser(message)) {
            post.read(json);
        } catch (IOException expected) {
            // The members before the fault count.
        }
        if (post.methods != 1 || !"post".equals(post.method)) {
            return Found.NOTHING;
        }
        return new Found(true, post.ids == 1 ? post.id : null);
    }

    private void read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (name.equals("method")) {
                methods++;
                method = token == JsonToken.VALUE_STRING ? json.getText() : null;
            } else if (name.equals("id")) {
                ids++;
                id = token == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= LONGEST ? json.getText() : null;
            }
            json.skipChildren();
        }
    }
}
