package io.orderwire.standalone.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of a JSON object, as the types that are expected; what is missing or of another type reads as empty. */
record JsonObject(Map<?, ?> members) {
    private static final JsonObject EMPTY = new JsonObject(Map.of());

    /** The object that the value is, an empty one when it is none. */
    static JsonObject of(@Nullable Object value) {
        return value instanceof Map<?, ?> members ? new JsonObject(members) : EMPTY;
    }

    JsonObject object(String name) {
        return of(members.get(name));
    }

    List<?> list(String name) {
        return members.get(name) instanceof List<?> values ? values : List.of();
    }

    /** A string or a number as text. */
    String text(String name, String absent) {
        Object value = members.get(name);
        return value instanceof String || value instanceof Number ? value.toString() : absent;
    }

    @Nullable
    Long number(String name) {
        return members.get(name) instanceof Number value ? value.longValue() : null;
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }
}
