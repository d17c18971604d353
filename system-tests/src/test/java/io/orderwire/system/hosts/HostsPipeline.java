package io.orderwire.system.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.system.process.Orderwire;
import io.orderwire.testing.network.Host;
import io.orderwire.testing.network.TestNetwork;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An ingestor, two parsers and two gateways, each on a host of its own, with the names of the hosts. */
final class HostsPipeline implements AutoCloseable {
    static final int PARTITIONS = 4;
    static final String INGESTOR = "ingestor";
    static final List<String> PARSERS = List.of("parser-1", "parser-2");
    static final List<String> GATEWAYS = List.of("gateway-1", "gateway-2");

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final int HTTP_OK = 200;
    private static final String MANAGEMENT_PORT = "9100";

    private final TestNetwork network;
    private final String kafka;
    private final List<String> options;
    private final Map<String, Orderwire> processes = new LinkedHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();

    /**
     * Starts all.
     *
     * @param kafka the brokers
     * @param data the folder that the node writes
     * @param options of every process, {@code key=value}
     */
    HostsPipeline(TestNetwork network, String kafka, Path data, List<String> options) {
        this.network = network;
        this.kafka = kafka;
        this.options = options;
        try {
            start(INGESTOR, "ingestor", "--data", data.toString(), "--source", "streaming", "--from", "beginning");
            PARSERS.forEach(name -> start(name, "parser"));
            for (String name : GATEWAYS) {
                // The send queue of a client takes what arrives at once after a fault.
                start(
                        name,
                        "gateway",
                        "--port",
                        "8080",
                        "-D",
                        "gateway.host=" + network.host(name).address(),
                        "-D",
                        "gateway.insecure=true",
                        "-D",
                        "gateway.client.queue.bytes=" + (128 << 20),
                        "-D",
                        "gateway.client.queue.frames=20000",
                        "-D",
                        "gateway.queues.bytes=" + (192 << 20));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void start(String name, String command, String... own) {
        Host host = network.host(name);
        List<String> line = new ArrayList<>(List.of(command, "--kafka", kafka, "--management-port", MANAGEMENT_PORT));
        line.addAll(List.of(own));
        Stream<String> common =
                Stream.of("partitions=" + PARTITIONS, "instance.id=" + name, "management.host=" + host.address());
        Stream.concat(common, options.stream()).forEach(option -> line.addAll(List.of("-D", option)));
        processes.put(name, Orderwire.on(host, line));
    }

    /** The WebSockets of the gateways. */
    List<URI> sockets() {
        return GATEWAYS.stream()
                .map(name -> URI.create("ws://" + network.host(name).address() + ":8080/ws"))
                .toList();
    }

    /** A gateway's stats. */
    String stats(String gateway) throws IOException, InterruptedException {
        return get(gateway, ":8080/stats").body();
    }

    /** What a process says of its being ready. */
    String readiness(String name) throws IOException, InterruptedException {
        return get(name, ":" + MANAGEMENT_PORT + "/health/ready").body();
    }

    private HttpResponse<String> get(String name, String path) throws IOException, InterruptedException {
        URI url = URI.create("http://" + network.host(name).address() + path);
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(url).timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s: %s", url, answer.body()).isIn(HTTP_OK, 503);
        return answer;
    }

    /** Waits until every process is ready, without ever having ended, and the first gateway has nothing to report. */
    void awaitReady() {
        for (String name : processes.keySet()) {
            await(name + " to be ready").atMost(SOON).ignoreExceptions().until(() -> readiness(name)
                    .contains("\"up\""));
        }
        requireAlive();
    }

    /** Fails with the end of its log when a process has ended. */
    void requireAlive() {
        processes.forEach((name, process) -> assertThat(process.isAlive())
                .as("%s lives; its log:%n%s", name, process.lastErrors())
                .isTrue());
    }

    @Override
    public void close() {
        processes.values().forEach(Orderwire::close);
    }
}
