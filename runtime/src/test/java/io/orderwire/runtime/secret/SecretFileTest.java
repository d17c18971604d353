package io.orderwire.runtime.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
    void shouldSayNothingOfAFileThatIsNotThere() {
        assertThat(SecretFile.exposure(folder.resolve("missing"))).isEmpty();
    }
}
