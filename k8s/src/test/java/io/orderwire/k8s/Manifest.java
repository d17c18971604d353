package io.orderwire.k8s;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One Kubernetes object as maps and lists.
 *
 * @param content the whole document
 */
record Manifest(Map<String, Object> content) {
    private static final String NAMED = "metadata.name";

    String apiVersion() {
        return text("apiVersion");
    }

    String kind() {
        return text("kind");
    }

    String name() {
        return text(NAMED);
    }

    /** The member at a path such as {@code spec.template.spec}, or null. */
    @Nullable
    Object at(String path) {
        return at(content, path);
    }

    static @Nullable Object at(@Nullable Object within, String path) {
        Object found = within;
        for (String member : path.split("\\.", -1)) {
            found = found instanceof Map<?, ?> map ? map.get(member) : null;
        }
        return found;
    }

    /** The text at a path, empty if it is not there. */
    String text(String path) {
        return text(content, path);
    }

    static String text(@Nullable Object within, String path) {
        return Objects.toString(at(within, path), "");
    }

    /** The objects in the list at a path, none if it is not there. */
    List<Map<String, Object>> list(String path) {
        return list(content, path);
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(@Nullable Object within, String path) {
        return at(within, path) instanceof List<?> list ? (List<Map<String, Object>>) list : List.of();
    }

    /** The object at a path, empty if it is not there. */
    Map<String, Object> map(String path) {
        return map(content, path);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(@Nullable Object within, String path) {
        return at(within, path) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** The template of the pods that this creates, empty if it creates none. */
    Map<String, Object> podTemplate() {
        return kind().equals("Job") || kind().equals("Deployment") || kind().equals("StatefulSet")
                ? map("spec.template")
                : Map.of();
    }

    Map<String, Object> podLabels() {
        return map(podTemplate(), "metadata.labels");
    }

    List<Map<String, Object>> containers() {
        return list(podTemplate(), "spec.containers");
    }

    /** A copy that can be changed without changing this. */
    Manifest copy() {
        return new Manifest(copyOf(content));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> copyOf(Map<String, Object> map) {
        return (Map<String, Object>) copyOf((Object) map);
    }

    private static Object copyOf(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, member) -> copy.put(key, member == null ? null : copyOf(member)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(entry -> copy.add(copyOf(entry)));
            return copy;
        }
        return value;
    }

    @Override
    public String toString() {
        return kind() + "/" + name();
    }
}
