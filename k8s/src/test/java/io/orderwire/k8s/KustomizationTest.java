package io.orderwire.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
