package io.orderwire.websocket.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.testing.prerequisite.Prerequisite;
import io.orderwire.testing.prerequisite.SearchPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that were written by the program openssl. */
@Tag("tools")
class OpenSslKeysTest {
    @TempDir
    private Path folder;

    private String openssl = "";

    @BeforeEach
    void find() {
        List<Path> found = SearchPath.find("openssl");
        Prerequisite.OPENSSL.check(found.isEmpty() ? Optional.of("there is no openssl in the PATH") : Optional.empty());
        openssl = found.get(0).toString();
    }

    private void run(String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(openssl));
        command.addAll(List.of(arguments.split(" ", -1)));
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private String first(String file) throws Exception {
        return Files.readString(folder.resolve(file)).lines().findFirst().orElseThrow();
    }

    private void assertServes(String key) {
        TlsFiles files = TlsFiles.load(folder.resolve("certificate.pem"), folder.resolve(key), Clock.systemUTC());
        assertThat(files.context()).isNotNull();
    }

    private void certify(String key) throws Exception {
        run("req -new -x509 -key " + key + " -subj /CN=gateway -days 2 -out certificate.pem");
    }

    @Test
    void shouldReadRsaKeys() throws Exception {
        run("genrsa -traditional -out key.pem 2048");
        assertThat(first("key.pem")).isEqualTo("-----BEGIN RSA PRIVATE KEY-----");
        certify("key.pem");
        assertServes("key.pem");
        run("pkcs8 -topk8 -nocrypt -in key.pem -out new.pem");
        assertThat(first("new.pem")).isEqualTo("-----BEGIN PRIVATE KEY-----");
        assertServes("new.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prime256v1", "secp384r1", "secp521r1"})
    void shouldReadEcKeys(String curve) throws Exception {
        run("ecparam -name " + curve + " -genkey -out key.pem");
        assertThat(first("key.pem")).isEqualTo("-----BEGIN EC PARAMETERS-----");
        certify("key.pem");
        assertServes("key.pem");
        run("ec -in key.pem -no_public -out bare.pem");
        assertThat(first("bare.pem")).isEqualTo("-----BEGIN EC PRIVATE KEY-----");
        assertServes("bare.pem");
        run("pkcs8 -topk8 -nocrypt -in key.pem -out new.pem");
        assertServes("new.pem");
    }

    @Test
    void shouldSayThatAKeyIsEncrypted() throws Exception {
        run("genrsa -traditional -out key.pem 2048");
        certify("key.pem");
        run("rsa -aes256 -traditional -passout pass:secret -in key.pem -out old.pem");
        run("pkcs8 -topk8 -passout pass:secret -in key.pem -out new.pem");
        for (String encrypted : List.of("old.pem", "new.pem")) {
            assertThatThrownBy(() -> assertServes(encrypted))
                    .isInstanceOf(ProcessExit.class)
                    .hasMessageContaining(encrypted + " line 1: the key is encrypted")
                    .hasMessageContaining("openssl pkey");
        }
    }

    @Test
    void shouldSayThatACurveHasNoName() throws Exception {
        run("ecparam -name prime256v1 -genkey -param_enc explicit -out key.pem");
        run("ecparam -name prime256v1 -genkey -out other.pem");
        certify("other.pem");
        assertThatThrownBy(() -> assertServes("key.pem")).hasMessageContaining("a curve that is not named");
    }
}
