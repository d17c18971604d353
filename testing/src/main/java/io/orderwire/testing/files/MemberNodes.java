package io.orderwire.testing.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes trees whose objects keep all members; Jackson's own objects keep only the last one of several members of the same
 * name.
 */
final class MemberNodes extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public ObjectNode objectNode() {
        return new MemberNode(this);
    }

    /** All values that the object has under a name, in any order. */
    static List<JsonNode> values(JsonNode object, String name) {
        JsonNode last = object.get(name);
        if (last == null) {
            return List.of();
        }
        List<JsonNode> values = new ArrayList<>(((MemberNode) object).earlier.getOrDefault(name, List.of()));
        values.add(last);
        return values;
    }

    @SuppressWarnings("unchecked") // as Jackson itself declares deepCopy()
    private static final class MemberNode extends ObjectNode {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // never serialised
        private final Map<String, List<JsonNode>> earlier = new HashMap<>(0);

        MemberNode(JsonNodeFactory factory) {
            super(factory);
        }

        @Override
        public @Nullable JsonNode replace(String name, JsonNode value) {
            JsonNode before = super.replace(name, value);
            if (before != null) {
                earlier.computeIfAbsent(name, key -> new ArrayList<>()).add(before);
            }
            return before;
        }
    }
}
