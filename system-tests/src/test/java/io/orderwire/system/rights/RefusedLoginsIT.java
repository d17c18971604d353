package io.orderwire.system.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.testing.tls.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that fail before any right matters: each names what is wrong, and no password is in the log. */
@Tag("adversary")
@Timeout(120)
class RefusedLoginsIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    enum Fault {
        WRONG_PASSWORD(ExitCode.KAFKA, "refuses User:orderwire-parser", "kafka.sasl.jaas.config"),
        MISSING_TRUSTSTORE(ExitCode.USAGE, "nothing.pem"),
        UNTRUSTED(ExitCode.KAFKA, "no TLS connection to Kafka at 127.0.0.1:", "no authority of the truststore"),
        OTHER_HOST(ExitCode.KAFKA, "no TLS connection to Kafka at 127.0.0.2:", "not for this address"),
        EXPIRED(ExitCode.KAFKA, "no TLS connection to Kafka at 127.0.0.1:", "has expired"),
        PLAINTEXT(ExitCode.KAFKA, "expects TLS: kafka.security.protocol is SASL_PLAINTEXT");

        private final ExitCode code;
        private final String[] texts;

        Fault(ExitCode code, String... texts) {
            this.code = code;
            this.texts = texts;
        }
    }

    @TempDir
    private static Path folder;

    private static SecuredKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = SecuredKafka.start(folder.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void shouldNameTheFault(Fault fault) throws Exception {
        UserProcess.forgetLog();
        Map<String, String> settings = kafka.settings("orderwire-parser");
        settings.put("startup.timeout.ms", "8000");
        switch (fault) {
            case WRONG_PASSWORD ->
                settings.compute("kafka.sasl.jaas.config", (key, jaas) -> jaas.replace("secret-of-", "secret-of-no-"));
            case MISSING_TRUSTSTORE ->
                settings.put(
                        "kafka.ssl.truststore.location",
                        folder.resolve("nothing.pem").toString());
            case UNTRUSTED -> settings.put("kafka.ssl.truststore.location", untrusting());
            case OTHER_HOST ->
                settings.put("kafka.bootstrap.servers", kafka.broker().otherServers());
            case EXPIRED -> {
                settings.put("kafka.bootstrap.servers", kafka.broker().expiredServers());
                settings.put(
                        "kafka.ssl.truststore.location",
                        kafka.broker()
                                .truststore()
                                .resolveSibling("expired-authority.pem")
                                .toString());
            }
            default -> settings.put("kafka.security.protocol", "SASL_PLAINTEXT");
        }
        long begun = System.nanoTime();
        try (UserProcess parser = UserProcess.start("parser", settings)) {
            ProcessExit exit = parser.awaitEnd(SOON);
            System.out.printf("%5d ms %s: %s%n", (System.nanoTime() - begun) / 1_000_000, fault, exit.getMessage());
            assertThat(exit.getMessage()).contains(fault.texts).doesNotContain("secret-of-");
            assertThat(exit.code()).isEqualTo(fault.code);
        }
        assertThat(UserProcess.logged()).noneMatch(line -> line.contains("secret-of-"));
    }

    private static String untrusting() throws Exception {
        Path file = folder.resolve("other.pem");
        Files.writeString(file, TestCertificate.ec("other").certificatePem());
        return file.toString();
    }
}
