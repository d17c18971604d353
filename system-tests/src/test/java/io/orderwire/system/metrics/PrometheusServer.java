package io.orderwire.system.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.system.process.Stats;
import io.orderwire.testing.docs.Documents;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Prometheus with the configuration and the alert rules that ship, but for the addresses of the processes and for the
 * intervals, which are a second.
 */
final class PrometheusServer implements AutoCloseable {
    /** What Grafana takes for {@code $__rate_interval}: four times the interval of scrapes. */
    static final String RATE_INTERVAL = "4s";

    private static final Path COMPOSE = Documents.ofRepository().root().resolve("compose");
    private static final Pattern BY_NAME = Pattern.compile(
            "dns_sd_configs:\\n( +)- \\{ names: \\[(\\w+)\\], type: A, port: \\d+, refresh_interval: 5s \\}");
    private static final Pattern LISTENS = Pattern.compile("msg=\"Listening on\" address=(127\\.0\\.0\\.1:\\d+)");
    private static final Pattern INTERVAL = Pattern.compile("_interval: 5s\\n");
    private static final Duration START = Duration.ofSeconds(30);
    private static final long STOP_SECONDS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final String url;

    private PrometheusServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts on a free port.
     *
     * @param folder for its files
     * @param addresses host and port of each process, by the name of its service in Compose
     */
    static PrometheusServer start(Path folder, Map<String, String> addresses) throws IOException {
        Path config = folder.resolve("prometheus.yml");
        Files.writeString(config, configuration(addresses));
        Files.copy(COMPOSE.resolve("alerts.yml"), folder.resolve("alerts.yml"));
        Path log = folder.resolve("prometheus.log");
        Process process = new ProcessBuilder(
                        PrometheusTools.path("prometheus"),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            String address = await().atMost(START).until(() -> address(process, log), found -> !found.isEmpty());
            return new PrometheusServer(process, "http://" + address + "/api/v1/");
        } catch (RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String configuration(Map<String, String> addresses) throws IOException {
        String shipped = Files.readString(COMPOSE.resolve("prometheus.yml"));
        String here = BY_NAME.matcher(shipped)
                .replaceAll(job -> "static_configs:\n" + job.group(1) + "- { targets: ["
                        + addresses.getOrDefault(job.group(2), "") + "] }");
        here = INTERVAL.matcher(here).replaceAll("_interval: 1s\n");
        assertThat(here)
                .contains(addresses.values())
                .contains("scrape_interval: 1s", "evaluation_interval: 1s")
                .doesNotContain("dns_sd");
        return here;
    }

    private static String address(Process process, Path log) throws IOException {
        String text = Files.readString(log);
        assertThat(process.isAlive()).as(text).isTrue();
        Matcher listens = LISTENS.matcher(text);
        return listens.find() ? listens.group(1) : "";
    }

    /** The {@code data} of its answer. */
    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = Stats.get(url + path);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("data");
    }

    /** The samples that are the result of an expression now. */
    JsonNode query(String expression) throws IOException, InterruptedException {
        return get("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .get("result");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
