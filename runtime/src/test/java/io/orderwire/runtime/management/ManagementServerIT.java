package io.orderwire.runtime.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.Health;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementServerIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String HEALTHY = "HTTP/1.1 200 OK";

    private final Health health = new Health();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();

    /** Starts on a free port; {@code options} alternates between options and their values. */
    private ManagementServer start(Object... options) {
        Settings.Loader loader = new Settings.Loader(PipelineOptions.ALL);
        for (int i = 0; i < options.length; i += 2) {
            loader.flag(((Option<?>) options[i]).name(), options[i + 1].toString());
        }
        return new ManagementServer(loader.load(), health, meters);
    }

    @Test
    void shouldServeHealthWithReasonsAndMetrics() throws IOException, InterruptedException {
        AtomicReference<List<Reason>> trouble = new AtomicReference<>(List.of());
        health.ready("part", trouble::get);
        meters.counter("orderwire.test.things").increment();
        try (ManagementServer server = start()) {
            assertThat(get(server, "health/ready").body()).isEqualTo("{\"status\":\"up\",\"reasons\":[],\"codes\":[]}");
            trouble.set(List.of(ReasonCode.NOT_COMMITTING.because("not \"yet\"")));
            HttpResponse<String> down = get(server, "health/ready");
            assertThat(down.statusCode()).isEqualTo(503);
            assertThat(down.body())
                    .isEqualTo("{\"status\":\"down\",\"reasons\":[\"part: not \\\"yet\\\"\"],"
                            + "\"codes\":[\"not-committing\"]}");
            assertThat(get(server, "health/live").statusCode()).isEqualTo(200);
            assertThat(get(server, "health/started").statusCode()).isEqualTo(503);
            health.started();
            assertThat(get(server, "health/started").statusCode()).isEqualTo(200);
            assertThat(get(server, "metrics").body()).contains("orderwire_test_things_total 1.0");
            assertThat(get(server, "other").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void shouldSayThatAPortIsBusy() {
        try (ManagementServer server = start()) {
            int port = URI.create(server.url()).getPort();
            assertThatThrownBy(() -> start(PipelineOptions.MANAGEMENT_PORT, port))
                    .isInstanceOfSatisfying(
                            ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.PORT_BUSY))
                    .hasMessageContaining(String.valueOf(port));
        }
    }

    @Test
    void shouldNameAnAddressThatThisMachineDoesNotHave() {
        assertThatThrownBy(() -> start(PipelineOptions.MANAGEMENT_HOST, "192.0.2.1"))
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("192.0.2.1")
                .hasMessageContaining("Cannot assign requested address");
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, 403",
        "127.0.0.1.evil.example:9100, 403",
        "0x7f.1, 403",
        "localhost:, 400",
        "user@localhost, 400",
        "metrics.example:9100, 200",
        "METRICS.example., 200",
        "localhost, 200",
        "127.0.0.1:1, 200",
        "[::1], 200"
    })
    void shouldServeHostsThatAreAllowed(String host, int status) throws IOException {
        try (ManagementServer server = start(PipelineOptions.MANAGEMENT_ALLOWED_HOSTS, "Metrics.Example")) {
            for (String path : List.of("/health/live", "/health/ready", "/metrics", "/other")) {
                String answer = ask(server, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
                String expected = status == 200 && path.equals("/other") ? "404" : String.valueOf(status);
                assertThat(answer).startsWith("HTTP/1.1 " + expected + " ");
                if (status == 403) {
                    assertThat(answer).contains("management.allowed.hosts");
                }
            }
            if (status == 403) {
                assertThat(meters.get("orderwire.management.refused")
                                .tag("status", "403")
                                .counter()
                                .count())
                        .isEqualTo(4);
            }
        }
    }

    @Test
    void shouldReadTheHostWhereverItStands() throws IOException {
        try (ManagementServer server = start()) {
            assertThat(ask(server, "GET /health/live HTTP/1.0\r\n")).startsWith("HTTP/1.0 200 ");
            assertThat(ask(server, "GET /health/live HTTP/1.1\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(ask(server, "GET /health/live HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n"))
                    .startsWith("HTTP/1.1 400 ");
            for (String hosts : List.of(
                    "evil.example/health/live HTTP/1.1\r\nHost: localhost\r\n",
                    "localhost/health/live HTTP/1.1\r\nHost: evil.example\r\n",
                    "localhost/health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n",
                    "localhost@evil.example/health/live HTTP/1.1\r\nHost: localhost\r\n",
                    "evil.example/health/live HTTP/1.1\r\n",
                    "evil.example/health/live HTTP/1.0\r\n")) {
                assertThat(ask(server, "GET http://" + hosts)).matches("(?s)HTTP/1.[01] 40[03] .*");
            }
            assertThat(ask(server, "GET http://evil.example/health/live HTTP/1.1\r\nHost: evil.example\r\n"))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(ask(server, "GET http://localhost:9/health/live HTTP/1.1\r\nHost: localhost:9\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "QUIT"})
    void shouldTakeNoOtherMethod(String method) throws IOException {
        try (ManagementServer server = start()) {
            assertThat(ask(server, method + " /health/live HTTP/1.1\r\nHost: localhost\r\n"))
                    .startsWith("HTTP/1.1 405 ")
                    .contains("Allow: GET, HEAD");
            assertThat(ask(server, "HEAD /metrics HTTP/1.1\r\nHost: localhost\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .doesNotContain("jvm", "TYPE");
        }
    }

    @Test
    void shouldEndARequestThatIsTooLong() throws IOException {
        try (ManagementServer server = start()) {
            for (String head :
                    List.of("X: " + "y".repeat(9_000) + "\r\n", "X: y\r\n".repeat(100), "x".repeat(100_000))) {
                assertThat(ask(server, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n" + head))
                        .doesNotContain(" 200 ");
            }
            assertThat(ask(server, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n"))
                    .as("it still serves others")
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    /** There are more connections than the limit, which are silent or slow, and new ones are opened all the time. */
    @Test
    void shouldServeHealthWhileOthersHoldConnections() throws IOException {
        List<Socket> held = new ArrayList<>();
        try (ManagementServer server = start(PipelineOptions.MANAGEMENT_CONNECTIONS, 8)) {
            for (int i = 0; i < 200; i++) {
                Socket socket = socket(server);
                held.add(socket);
                if (i % 2 == 0) {
                    write(socket, "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX: y");
                }
                if (i % 20 == 0) {
                    assertThat(ask(server, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n"))
                            .startsWith(HEALTHY);
                }
            }
            assertThat(ask(server, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n"))
                    .startsWith(HEALTHY);
            assertThat(meters.get("orderwire.management.closed").counter().count())
                    .isGreaterThanOrEqualTo(190);
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    /** A client that sends a byte now and then does not keep its request open beyond the timeout. */
    @Test
    void shouldEndARequestThatDoesNotArrive() throws IOException {
        try (ManagementServer server = start();
                Socket slow = socket(server)) {
            write(slow, "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX: ");
            await().atMost(Duration.ofMillis(HttpPort.REQUEST_TIMEOUT_MS).plus(SOON))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !tryWrite(slow, "y"));
        }
    }

    private static boolean tryWrite(Socket socket, String text) {
        try {
            write(socket, text);
            return true;
        } catch (IOException expected) {
            return false;
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Socket socket(ManagementServer server) throws IOException {
        URI url = URI.create(server.url());
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    /** Completes the request, sends it, and returns the answer; {@code reset} if the server reset the connection. */
    private static String ask(ManagementServer server, String head) throws IOException {
        try (Socket socket = socket(server)) {
            tryWrite(socket, head + "Connection: close\r\n\r\n");
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException expected) {
            return "reset";
        }
    }

    private HttpResponse<String> get(ManagementServer server, String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + path)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
