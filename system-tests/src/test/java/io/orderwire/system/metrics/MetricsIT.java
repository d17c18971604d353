package io.orderwire.system.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderwire.system.process.ProcessPipeline;
import io.orderwire.system.process.Stats;
import io.orderwire.testing.docs.Documents;
import io.orderwire.testing.tls.TestCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Metrics, dashboard and alert rules as they ship, with a Prometheus that scrapes each process of a pipeline. */
@Tag("tools")
@Timeout(240)
class MetricsIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Path COMPOSE = Documents.ofRepository().root().resolve("compose");
    private static final Path NOTHING = Path.of("/dev/null");
    private static final int LEFT_OUT = 3;
    private static final String SUBSCRIBE =
            "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"all\"}}";
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
    private static final Map<String, List<String>> OF_KAFKA = Map.of(
            "ingestor", List.of("kafka_producer_record_send_total"),
            "parser", List.of("kafka_stream_alive_stream_threads", "kafka_consumer_fetch_manager_records_lag"),
            "gateway", List.of("kafka_consumer_fetch_manager_records_lag", "kafka_consumer_last_poll_seconds_ago"));

    @TempDir
    private Path folder;

    @Test
    void shouldAcceptTheConfigurationAndTheRulesThatShip() throws Exception {
        for (List<String> check : List.of(
                List.of("check", "config", "prometheus.yml"),
                List.of("check", "rules", "alerts.yml"),
                List.of("test", "rules", "alerts.test.yml"))) {
            PrometheusTools.Result result = PrometheusTools.promtool(COMPOSE, NOTHING, check.toArray(String[]::new));

            assertThat(result.status())
                    .as("promtool %s: %s", check, result.text())
                    .isZero();
        }
    }

    @Test
    void shouldFillEachPanelAndEvaluateEachAlert() throws Exception {
        PrometheusTools.path("prometheus");
        TestCertificate certificate = TestCertificate.ec("gateway");
        Path pem = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        certificate.write(pem, key);
        try (ProcessPipeline pipeline = ProcessPipeline.start(
                        folder, "-D", "gateway.tls.certificate=" + pem, "-D", "gateway.tls.key=" + key);
                FlawedNode node = new FlawedNode(Files.createDirectory(folder.resolve("whole")), pipeline.data());
                PrometheusServer prometheus = PrometheusServer.start(
                        Files.createDirectory(folder.resolve("prometheus")), addresses(pipeline))) {
            WebSocket client = subscribe(pipeline.gateway("ws"), certificate);
            try {
                await().atMost(SOON).until(() -> isFound(prometheus, "orderwire_node_blocks_missing == 0"));
                node.leaveOut(LEFT_OUT);
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(faults(prometheus)).isEmpty());
                assertAlerts(prometheus);
                for (Map.Entry<String, String> each : pipeline.management().entrySet()) {
                    // Figures of new partitions are looked for every 15 s.
                    await().atMost(SOON).untilAsserted(() -> assertThat(faults(
                                    each.getKey(),
                                    Stats.get(each.getValue() + "metrics").body()))
                            .as(each.getKey())
                            .isEmpty());
                }
            } finally {
                client.abort();
            }
        }
    }

    private static Map<String, String> addresses(ProcessPipeline pipeline) {
        Map<String, String> addresses = new LinkedHashMap<>();
        pipeline.management()
                .forEach((name, url) -> addresses.put(name, URI.create(url).getAuthority()));
        return addresses;
    }

    private static WebSocket subscribe(String url, TestCertificate certificate) {
        WebSocket client = HttpClient.newBuilder()
                .sslContext(TestCertificate.trusting(certificate))
                .build()
                .newWebSocketBuilder()
                .buildAsync(URI.create(url), new WebSocket.Listener() {})
                .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                .join();
        client.sendText(SUBSCRIBE, true).join();
        return client;
    }

    private static boolean isFound(PrometheusServer prometheus, String expression) throws Exception {
        return !prometheus.query(expression).isEmpty();
    }

    /** Panels that show nothing, one line for each query. */
    private static List<String> faults(PrometheusServer prometheus) throws Exception {
        List<String> faults = new ArrayList<>();
        for (Dashboard.Query query : Dashboard.shipped().queries(PrometheusServer.RATE_INTERVAL, "30m")) {
            boolean number = false;
            for (JsonNode sample : prometheus.query(query.expression())) {
                number |= !sample.at("/value/1").asText("NaN").equals("NaN");
            }
            if (!number) {
                faults.add(query.panel() + ": " + query.expression());
            }
        }
        return faults;
    }

    private static void assertAlerts(PrometheusServer prometheus) throws Exception {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(prometheus.get("rules").at("/groups"))
                        .isNotEmpty()
                        .allSatisfy(group -> assertThat(group.get("rules")).allSatisfy(rule -> assertThat(
                                        rule.get("health").asText())
                                .as("%s", rule)
                                .isEqualTo("ok"))));
        assertThat(prometheus.get("targets").get("activeTargets"))
                .hasSize(3)
                .allSatisfy(target -> assertThat(target.get("health").asText()).isEqualTo("up"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(alerts(prometheus)).contains("OrderwireBlocksMissing firing"));
        assertThat(alerts(prometheus))
                .noneMatch(alert -> alert.matches(
                                "Orderwire(\\w+Missing|ProcessDown|NodeSilent|KafkaBrokerSilent|CertificateExpires) .*")
                        && !alert.startsWith("OrderwireBlocksMissing"));
    }

    private static List<String> alerts(PrometheusServer prometheus) throws Exception {
        List<String> alerts = new ArrayList<>();
        prometheus
                .get("alerts")
                .get("alerts")
                .forEach(alert -> alerts.add(alert.at("/labels/alertname").asText() + " "
                        + alert.get("state").asText()));
        return alerts;
    }

    /** What is wrong with the metrics of a process: its own have to be as Prometheus asks, those of others only there. */
    private List<String> faults(String process, String metrics) throws Exception {
        Path page = Files.writeString(folder.resolve(process + ".txt"), metrics);
        PrometheusTools.Result check = PrometheusTools.promtool(folder, page, "check", "metrics");
        List<String> faults = check.text()
                .lines()
                .filter(line -> line.startsWith("orderwire_") || line.contains("error"))
                .collect(Collectors.toCollection(ArrayList::new));
        for (MatchResult type : TYPE.matcher(metrics).results().toList()) {
            String name = type.group(1);
            if (!metrics.contains("# HELP " + name + " ")) {
                faults.add(name + " has no help text");
            }
            if (name.startsWith("orderwire_") && type.group(2).equals("counter") != name.endsWith("_total")) {
                faults.add(name + " is a " + type.group(2));
            }
        }
        for (String name : OF_KAFKA.getOrDefault(process, List.of())) {
            if (!metrics.contains("\n" + name + "{")) {
                faults.add("there is no " + name);
            }
        }
        if (!metrics.contains("\norderwire_" + process + "_") || !metrics.contains("\njvm_memory_used_bytes{")) {
            faults.add("own metrics, or those of Java, are missing");
        }
        return faults;
    }
}
