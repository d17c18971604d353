package io.orderwire.k8s;

import io.orderwire.testing.docs.Documents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All objects of an overlay.
 *
 * @param overlay name of its folder
 * @param objects as they would be sent to the API server
 */
record Installation(String overlay, List<Manifest> objects) {
    static final Path FOLDER = Documents.ofRepository().root().resolve("k8s");

    /** Overlays that are complete, each with all processes. */
    static final List<String> COMPLETE = List.of("dev", "production", "ingress");

    /** Overlays that are applied beside a complete one. */
    static final List<String> ADDITIONS = List.of("monitoring");

    static Installation of(String overlay) {
        return new Installation(
                overlay, new Kustomization(FOLDER.resolve("overlays").resolve(overlay)).render());
    }

    static List<Installation> complete() {
        return COMPLETE.stream().map(Installation::of).toList();
    }

    static List<Installation> all() {
        return Stream.concat(COMPLETE.stream(), ADDITIONS.stream())
                .map(Installation::of)
                .toList();
    }

    /** The same with one object changed. */
    Installation with(String kind, String name, Consumer<Map<String, Object>> change) {
        Installation copy =
                new Installation(overlay, objects.stream().map(Manifest::copy).toList());
        change.accept(copy.named(kind, name).content());
        return copy;
    }

    Manifest named(String kind, String name) {
        return objects.stream()
                .filter(object -> object.kind().equals(kind) && object.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(overlay + " has no " + kind + "/" + name));
    }

    boolean has(String kind, String name) {
        return objects.stream()
                .anyMatch(object -> object.kind().equals(kind) && object.name().equals(name));
    }

    List<Manifest> ofKind(String kind) {
        return objects.stream().filter(object -> object.kind().equals(kind)).toList();
    }

    /** Objects that create pods. */
    List<Manifest> workloads() {
        return objects.stream()
                .filter(object -> !object.podTemplate().isEmpty())
                .toList();
    }

    @Override
    public String toString() {
        return overlay;
    }
}
