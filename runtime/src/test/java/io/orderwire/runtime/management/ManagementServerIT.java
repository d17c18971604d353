package io.orderwire.runtime.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.Health;
import io.orderwire.runtime.process.ProcessExit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ManagementServerIT {
    private final Health health = new Health();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void shouldTellHealthWithReasonsAndMetrics() throws IOException, InterruptedException {
        AtomicReference<List<String>> trouble = new AtomicReference<>(List.of());
        health.ready("part", trouble::get);
        meters.counter("orderwire.test.things").increment();
        try (ManagementServer server = new ManagementServer("127.0.0.1", 0, health, meters)) {
            assertThat(get(server, "health/ready").body()).isEqualTo("{\"status\":\"up\",\"reasons\":[]}");
            trouble.set(List.of("not \"yet\""));
            HttpResponse<String> down = get(server, "health/ready");
            assertThat(down.statusCode()).isEqualTo(503);
            assertThat(down.body()).isEqualTo("{\"status\":\"down\",\"reasons\":[\"part: not \\\"yet\\\"\"]}");
            assertThat(get(server, "health/live").statusCode()).isEqualTo(200);
            assertThat(get(server, "metrics").body()).contains("orderwire_test_things_total 1.0");
            assertThat(get(server, "other").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void shouldSayThatAPortIsBusy() {
        try (ManagementServer server = new ManagementServer("127.0.0.1", 0, health, meters)) {
            int port = URI.create(server.url()).getPort();
            assertThatThrownBy(() -> new ManagementServer("127.0.0.1", port, health, meters))
                    .isInstanceOfSatisfying(
                            ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.PORT_BUSY))
                    .hasMessageContaining(String.valueOf(port));
        }
    }

    private HttpResponse<String> get(ManagementServer server, String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + path)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
