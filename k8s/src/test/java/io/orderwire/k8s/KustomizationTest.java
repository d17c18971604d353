package io.orderwire.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Kustomizations list every file beside them, and render to objects that differ in their names. */
class KustomizationTest {
    @TempDir
    private Path folder;

    private static List<Path> kustomizations() throws IOException {
        List<Path> folders = new ArrayList<>(List.of(Installation.FOLDER.resolve("base")));
        try (Stream<Path> overlays = Files.list(Installation.FOLDER.resolve("overlays"))) {
            overlays.sorted().forEach(folders::add);
        }
        return folders;
    }

    @Test
    void shouldListEveryFile() throws IOException {
        for (Path each : kustomizations()) {
            assertThat(new Kustomization(each).faults()).isEmpty();
        }
    }

    @Test
    void shouldCheckEveryOverlay() throws IOException {
        assertThat(kustomizations().stream().skip(1).map(each -> String.valueOf(each.getFileName())))
                .containsExactlyInAnyOrderElementsOf(
                        Installation.all().stream().map(Installation::overlay).toList());
    }

    @Test
    void shouldRenderEachObjectOnce() {
        for (Installation installation : Installation.all()) {
            assertThat(installation.objects()).extracting(Manifest::toString).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldFindFilesThatAreNotListedAndThatAreNotThere() throws IOException {
        write("kustomization.yaml", "resources: [one.yaml, gone.yaml]\ncomponents: [x]");
        write("one.yaml", "kind: A\nmetadata: {name: a}");
        write("two.yaml", "kind: B\nmetadata: {name: b}");

        assertThat(new Kustomization(folder).faults())
                .containsExactlyInAnyOrder(
                        folder + ": the tests do not know components",
                        folder + ": there is no gone.yaml",
                        folder + ": two.yaml is not listed");
    }

    @Test
    void shouldMergeAsKustomizeDoes() throws IOException {
        write("kustomization.yaml", "resources: [one.yaml]\npatches: [{path: patch.yaml}]");
        write("one.yaml", "kind: A\nmetadata: {name: a}\nspec: {env: [{name: x, value: 1}, {name: y}], args: [1, 2]}");
        write("patch.yaml", "kind: A\nmetadata: {name: a}\nspec: {env: [{name: x, value: 2}, {name: z}], args: [3]}");

        Manifest merged = new Kustomization(folder).render().get(0);

        assertThat(merged.list("spec.env")).hasToString("[{name=x, value=2}, {name=y}, {name=z}]");
        assertThat(merged.at("spec.args")).isEqualTo(List.of(3));
    }

    @Test
    void shouldRefuseAPatchOfNothing() throws IOException {
        write("kustomization.yaml", "resources: [one.yaml]\npatches: [{path: patch.yaml}]");
        write("one.yaml", "kind: A\nmetadata: {name: a}");
        write("patch.yaml", "kind: A\nmetadata: {name: b}");

        assertThatThrownBy(() -> new Kustomization(folder).render()).hasMessage("A/b patches 0 objects");
    }

    /** The rendering here leaves out what the manifests do not use; where kubectl is, the result is the same. */
    @Test
    void shouldRenderWhatKubectlRenders() throws Exception {
        for (Installation installation : Installation.all()) {
            Path rendered = folder.resolve(installation + ".yaml");
            Path overlay = Installation.FOLDER.resolve("overlays").resolve(installation.overlay());
            int status;
            try {
                status = new ProcessBuilder("kubectl", "kustomize", overlay.toString())
                        .redirectOutput(rendered.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new TestAbortedException("needs kubectl: " + e.getMessage(), e);
            }
            assumeTrue(status == 0, "needs kubectl 1.22 or newer");
            Map<String, Object> expected = new TreeMap<>();
            Kustomization.documents(rendered).forEach(object -> expected.put(object.toString(), ordered(object)));
            Map<String, Object> found = new TreeMap<>();
            installation.objects().forEach(object -> found.put(object.toString(), ordered(object)));
            assertThat(found).isEqualTo(expected);
        }
    }

    /** Kustomize puts what a patch adds before what is there, and the namespace into each object. */
    private static Object ordered(Manifest object) {
        Manifest copy = object.copy();
        copy.map("metadata").remove("namespace");
        return ordered(copy.content());
    }

    private static Object ordered(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, member) -> sorted.put(key.toString(), ordered(member)));
            return sorted;
        }
        if (value instanceof List<?> list) {
            boolean named = list.stream().allMatch(entry -> entry instanceof Map<?, ?> map && map.containsKey("name"));
            Stream<Object> entries = list.stream().map(KustomizationTest::ordered);
            return named
                    ? entries.sorted(Comparator.comparing(Object::toString)).toList()
                    : entries.toList();
        }
        return value;
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
