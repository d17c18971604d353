package io.orderwire.standalone.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TlsProbeTest {
    private static final int ALERT = 0x15;

    private static void check(int answer, String protocol) throws Exception {
        try (ServerSocket kafka = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread broker = new Thread(() -> answer(kafka, answer), "broker");
            broker.setDaemon(true);
            broker.start();
            TlsProbe.check("127.0.0.1:" + kafka.getLocalPort(), Map.of("security.protocol", protocol));
        }
    }

    private static void answer(ServerSocket kafka, int answer) {
        try (Socket client = kafka.accept()) {
            client.getInputStream().readNBytes(14);
            client.getOutputStream().write(answer);
        } catch (IOException expected) {
            // The probe did not connect.
        }
    }

    @Test
    void shouldRefuseAPortThatExpectsTls() {
        assertThatThrownBy(() -> check(ALERT, "SASL_PLAINTEXT"))
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.KAFKA))
                .hasMessageContaining("kafka.security.protocol is SASL_PLAINTEXT, expected SASL_SSL or SSL");
    }

    @Test
    void shouldRefuseThePortOfAnotherServer() {
        assertThatThrownBy(() -> check('H', "PLAINTEXT"))
                .isInstanceOf(ProcessExit.class)
                .hasMessageContaining("does not speak Kafka's protocol");
    }

    @Test
    void shouldAcceptAPortWithoutTls() {
        assertThatCode(() -> check(0, "PLAINTEXT")).doesNotThrowAnyException();
    }

    /** As Kafka's clients do, which accept sasl_ssl too. */
    @Test
    void shouldIgnoreTheCaseOfTheProtocol() {
        assertThatCode(() -> check(ALERT, "sasl_ssl")).doesNotThrowAnyException();
        assertThatCode(() -> check(ALERT, "Ssl")).doesNotThrowAnyException();
    }
}
