package io.orderwire.gateway.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The id of a request of method {@code post}. The client waits for an answer with this id, so the id is read even if the
 * rest of the request, which is not supported, is deep, long, or malformed after the id.
 */
final class PostId {
    /** Maximum length: more digits and signs than a 64-bit number has. */
    static final int LONGEST = 32;

    /** The detail of the answer to a post without a valid id. */
    static final String EXPECTED =
            "id must be an integer of at most " + LONGEST + " characters, which the answer to a post repeats";

    /** Maximum nesting; an id after a deeper value is not found. */
    private static final int DEEPEST = 1_000;

    /** Single values are not limited: they are skipped, and the length of the message is limited. */
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
     * The method and the id of a message.
     *
     * @param isPost whether its method is {@code post}
     * @param id the id of a post as written; null if it is missing, not an integer, or ambiguous
     */
    record Found(boolean isPost, @Nullable String id) {
        private static final Found NOTHING = new Found(false, null);
    }

    private @Nullable String method;
    private @Nullable String id;
    private int methods;
    private int ids;

    private PostId() {}

    /** Searches a message up to its first fault. */
    static Found in(String message) {
        PostId post = new PostId();
        try (JsonParser json = FACTORY.createParser(message)) {
            post.read(json);
        } catch (IOException expected) {
            // Members before the fault are used.
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
