package io.orderwire.testing.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealDataTest {
    @TempDir
    private Path folder;

    private String before;

    @BeforeEach
    void remember() {
        before = System.getProperty(RealData.PROPERTY);
    }

    @AfterEach
    void restore() {
        set(before);
    }

    private static void set(String value) {
        if (value == null) {
            System.clearProperty(RealData.PROPERTY);
        } else {
            System.setProperty(RealData.PROPERTY, value);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void shouldSayThatNoFolderIsNamed(String value) {
        set(value);

        assertThat(RealData.whyMissing(RealData.PLAIN))
                .contains("-Dorderwire.test.data names no folder of real node output");
        assertThatThrownBy(RealData::folder).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldNameTheFileThatIsMissing() throws IOException {
        Files.createDirectories(folder.resolve("samples"));
        Files.writeString(folder.resolve(RealData.PLAIN), "{}\n");
        set(folder.toString());

        assertThat(RealData.whyMissing(RealData.PLAIN)).isEmpty();
        assertThat(RealData.file(RealData.PLAIN)).isEqualTo(folder.resolve(RealData.PLAIN));
        assertThat(RealData.whyMissing(RealData.PLAIN, RealData.KINDS)).hasValueSatisfying(reason -> assertThat(reason)
                .endsWith("has no readable file " + folder.resolve(RealData.KINDS)));
        assertThatThrownBy(() -> RealData.file(RealData.KINDS)).hasMessageContaining(RealData.KINDS);
    }

    @Test
    void shouldNameTheFileInAFolderThatIsMissing() {
        set(folder.resolve("nothing").toString());

        assertThat(RealData.whyMissing(RealData.BY_BLOCK)).hasValueSatisfying(reason -> assertThat(reason)
                .contains(folder.resolve("nothing").toString()));
    }
}
