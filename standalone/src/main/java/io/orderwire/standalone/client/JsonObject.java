package io.orderwire.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Members of a JSON object, as the types that are expected; a member that is missing or of another type reads as empty. */
record JsonObject(JsonNode node) {
    /** An object without members if the value is not an object. */
    static JsonObject of(JsonNode value) {
        return new JsonObject(value.isObject() ? value : MissingNode.getInstance());
    }

    boolean isEmpty() {
        return node.isEmpty();
    }

    JsonObject object(String name) {
        return of(node.path(name));
    }

    List<JsonNode> list(String name) {
        List<JsonNode> values = new ArrayList<>();
        if (node.path(name).isArray()) {
            node.path(name).forEach(values::add);
        }
        return values;
    }

    /** A string or a number as text. */
    String text(String name, String absent) {
        JsonNode value = node.path(name);
        return value.isTextual() || value.isNumber() ? value.asText() : absent;
    }

    @Nullable
    Long number(String name) {
        JsonNode value = node.path(name);
        return value.isNumber() ? value.longValue() : null;
    }

    boolean isTrue(String name) {
        JsonNode value = node.path(name);
        return value.isBoolean() && value.booleanValue();
    }

    /** Strings of an array; other values in it are left out. */
    List<String> texts(String name) {
        return list(name).stream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
    }
}
