package io.orderwire.runtime.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "rw-------, ",
        "r--------, ",
        "rwx-wx--x, ",
        "rw-r-----, its group",
        "rw-r--r--, every user",
        "r-----r--, every user"
    })
    void shouldNameTheFileAndItsModeIfOthersMayReadIt(String mode, String readers) throws IOException {
        Path file = Files.writeString(folder.resolve("key.pem"), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        if (readers == null) {
            assertThat(SecretFile.exposure(file)).isEmpty();
        } else {
            assertThat(SecretFile.exposure(file))
                    .hasValueSatisfying(warning -> assertThat(warning).contains(file.toString(), mode, readers));
        }
    }

    @Test
    void shouldReadAFile() throws IOException {
        Path file = Files.write(folder.resolve("users"), "a é\r\n\nb\n".getBytes(StandardCharsets.UTF_8));

        assertThat(SecretFile.readLines(file, 9)).containsExactly("a é", "", "b");
        assertThatThrownBy(() -> SecretFile.readLines(file, 7))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " is longer than 7 bytes");
    }

    @Test
    void shouldNameAFileThatIsNotOne() throws IOException {
        Path file = Files.write(folder.resolve("users"), new byte[] {(byte) 0xff});

        assertThatThrownBy(() -> SecretFile.readLines(file, 100)).hasMessageContaining(file + " is not text in UTF-8");
        assertThatThrownBy(() -> SecretFile.read(folder, 100)).hasMessageContaining(folder + " is not a regular file");
        assertThatThrownBy(() -> SecretFile.read(folder.resolve("none"), 100)).hasMessageContaining("none");
    }

    @Test
    void shouldSayNothingOfAFileThatIsNotThere() {
        assertThat(SecretFile.exposure(folder.resolve("missing"))).isEmpty();
    }
}
