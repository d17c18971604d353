package io.orderwire.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A folder that Kustomize renders, as far as the manifests here use it: resources, strategic merge patches and images. */
final class Kustomization {
    private static final String FILE = "kustomization.yaml";
    private static final List<String> MEMBERS =
            List.of("apiVersion", "kind", "namespace", "resources", "patches", "images");

    private final Path folder;
    private final Map<String, Object> content;

    Kustomization(Path folder) {
        this.folder = folder;
        List<Manifest> documents = documents(folder.resolve(FILE));
        this.content = documents.get(0).content();
    }

    /** The documents of a file. */
    static List<Manifest> documents(Path file) {
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setLabel(file.toString())
                .build();
        List<Manifest> documents = new ArrayList<>();
        try {
            for (Object document : new Load(settings).loadAllFromString(Files.readString(file))) {
                documents.add(new Manifest(Manifest.copyOf(Manifest.map(Map.of("document", document), "document"))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return documents;
    }

    /** The objects that {@code kubectl apply -k} would send. */
    List<Manifest> render() {
        List<Manifest> objects = new ArrayList<>();
        for (String resource : names("resources")) {
            Path path = folder.resolve(resource).normalize();
            objects.addAll(Files.isDirectory(path) ? new Kustomization(path).render() : documents(path));
        }
        for (Map<String, Object> patch : Manifest.list(content, "patches")) {
            documents(folder.resolve(Manifest.text(patch, "path"))).forEach(document -> patch(objects, document));
        }
        for (Map<String, Object> image : Manifest.list(content, "images")) {
            objects.stream()
                    .flatMap(object -> object.containers().stream())
                    .forEach(container -> rename(container, image));
        }
        return objects;
    }

    private static void patch(List<Manifest> objects, Manifest patch) {
        List<Manifest> targets = objects.stream()
                .filter(object -> object.toString().equals(patch.toString()))
                .filter(object -> object.apiVersion().equals(patch.apiVersion()))
                .toList();
        if (targets.size() != 1) {
            throw new IllegalStateException(patch + " patches " + targets.size() + " objects");
        }
        StrategicMerge.into(targets.get(0).content(), patch.content());
    }

    private static void rename(Map<String, Object> container, Map<String, Object> image) {
        String[] given = Manifest.text(container, "image").split(":", 2);
        if (given[0].equals(image.get("name"))) {
            container.put("image", image.get("newName") + ":" + image.get("newTag"));
        }
    }

    private List<String> names(String member) {
        return Manifest.at(content, member) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Members that are not supported here, files beside it that it does not list, and listed files that are not there. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        content.keySet().stream()
                .filter(member -> !MEMBERS.contains(member))
                .forEach(member -> faults.add(folder + ": the tests do not know " + member));
        TreeSet<String> listed = new TreeSet<>(names("resources"));
        Manifest.list(content, "patches").forEach(patch -> listed.add(Manifest.text(patch, "path")));
        listed.stream()
                .filter(name -> !Files.exists(folder.resolve(name)))
                .forEach(name -> faults.add(folder + ": there is no " + name));
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(FILE) && !listed.contains(name))
                    .forEach(name -> faults.add(folder + ": " + name + " is not listed"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return faults;
    }
}
