package io.orderwire.k8s;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Strategic merge patches: objects are merged, and so are lists whose entries have a key; other lists are replaced. */
final class StrategicMerge {
    /** The keys of lists that are merged, as Kubernetes' API defines them. */
    private static final Map<String, String> KEYS = Map.of(
            "containers", "name",
            "env", "name",
            "volumes", "name",
            "volumeMounts", "mountPath",
            "ports", "containerPort");

    private StrategicMerge() {}

    /** Changes {@code target} as {@code patch} says. */
    static void into(Map<String, Object> target, Map<String, Object> patch) {
        patch.forEach((member, value) -> target.put(member, merged(member, target.get(member), value)));
    }

    @SuppressWarnings("unchecked")
    private static Object merged(String member, @Nullable Object present, Object patch) {
        if (present instanceof Map<?, ?> && patch instanceof Map<?, ?>) {
            into((Map<String, Object>) present, (Map<String, Object>) patch);
            return present;
        }
        String key = KEYS.get(member);
        if (key != null && present instanceof List<?> && patch instanceof List<?>) {
            List<Map<String, Object>> entries = new ArrayList<>((List<Map<String, Object>>) present);
            ((List<Map<String, Object>>) patch).forEach(entry -> merge(entries, key, entry));
            return entries;
        }
        return patch;
    }

    private static void merge(List<Map<String, Object>> entries, String key, Map<String, Object> patch) {
        for (Map<String, Object> entry : entries) {
            if (patch.get(key).equals(entry.get(key))) {
                into(entry, patch);
                return;
            }
        }
        entries.add(patch);
    }
}
