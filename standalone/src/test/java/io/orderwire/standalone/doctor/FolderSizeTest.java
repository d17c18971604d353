package io.orderwire.standalone.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSizeTest {
    @TempDir
    private Path folder;

    @Test
    void shouldAddUpFilesAndFollowNoLinkButTheFolder() throws IOException {
        Path state = Files.createDirectories(folder.resolve("state/kafka")).getParent();
        Files.writeString(state.resolve("a"), "12345");
        Files.writeString(state.resolve("kafka/b"), "1234567");
        Files.createSymbolicLink(state.resolve("again"), state);
        Path link = Files.createSymbolicLink(folder.resolve("link"), state);

        assertThat(FolderSize.of(state)).isEqualTo(12);
        assertThat(FolderSize.of(link)).isEqualTo(12);
    }

    @Test
    void shouldStopAfterABoundOfFilesAndFolders() throws IOException {
        for (int i = 0; i < 10; i++) {
            Files.writeString(Files.createDirectory(folder.resolve("f" + i)).resolve("x"), "1");
        }

        assertThat(FolderSize.of(folder, 5)).isBetween(1L, 2L);
    }
}
