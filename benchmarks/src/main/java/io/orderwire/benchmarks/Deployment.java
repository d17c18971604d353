package io.orderwire.benchmarks;

import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pipeline in JVMs of its own: the standalone in one, or broker, ingestor, parser and gateway in one each. */
public final class Deployment implements AutoCloseable {
    /**
     * How the parts of a separate deployment run.
     *
     * @param cores where they run
     * @param overload {@code latest} or {@code complete}
     * @param records {@code one} order in a record, or {@code many}
     * @param ingestorMib heap of the ingestor, MiB; so are the others
     */
    public record Parts(
            Cores cores,
            String overload,
            String records,
            int brokerMib,
            int ingestorMib,
            int parserMib,
            int gatewayMib) {
        /** Sheds nothing: the throughput is measured. */
        static Parts complete(String records) {
            return new Parts(Cores.shared(), "complete", records, 512, 256, 512, 512);
        }
    }

    private final Map<String, ChildProcess> parts = new LinkedHashMap<>();
    private final Path folder;
    private final Cores cores;
    private Start startIngestor = deployment -> {};
    private @Nullable GatewayEndpoints gateway;
    private String kafka = "";

    private Deployment(Cores cores) throws IOException {
        this.cores = cores;
        folder = Files.createTempDirectory("orderwire-bench");
        Files.createDirectories(data());
    }

    /** Everything in one JVM, as {@code ./orderwire run} does it, with {@code latest} or {@code complete} for overload. */
    public static Deployment standalone(Source source, String overload, List<String> jvmOptions) throws IOException {
        return standalone(source, overload, jvmOptions, List.of());
    }

    /** The same with further settings, each {@code key=value}. */
    public static Deployment standalone(Source source, String overload, List<String> jvmOptions, List<String> settings)
            throws IOException {
        return standalone(Cores.shared(), source, overload, jvmOptions, settings);
    }

    /** The same on these cores. */
    public static Deployment standalone(
            Cores cores, Source source, String overload, List<String> jvmOptions, List<String> settings)
            throws IOException {
        return new Deployment(cores)
                .starting(deployment -> deployment.startStandalone(source, overload, jvmOptions, settings));
    }

    private void startStandalone(Source source, String overload, List<String> jvmOptions, List<String> settings)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "--overload", overload, "--source", source.option()));
        arguments.addAll(List.of("--data", data().toString()));
        arguments.addAll(List.of("--state", folder.resolve("state").toString()));
        arguments.addAll(List.of("--port", "0", "--kafka-port", "0", "--management-port", "0"));
        settings.forEach(setting -> arguments.addAll(List.of("-D", setting)));
        String ready = start("standalone", jvmOptions, arguments).awaitLine();
        gateway = new GatewayEndpoints(ready);
        kafka = GatewayEndpoints.word(ready, "kafka=");
    }

    /** A JVM for each part, so that the CPU of each can be measured; with settings of the gateway, each {@code key=value}. */
    public static Deployment separate(Source source, Parts how, List<String> gatewaySettings) throws IOException {
        return separate(source, how, List.of(), gatewaySettings);
    }

    /** The same with settings of ingestor, parser and gateway, and more of the gateway. */
    public static Deployment separate(Source source, Parts how, List<String> settings, List<String> gatewaySettings)
            throws IOException {
        return new Deployment(how.cores())
                .starting(deployment -> deployment.startSeparate(source, how, settings, gatewaySettings));
    }

    private void startSeparate(Source source, Parts how, List<String> settings, List<String> gatewaySettings)
            throws IOException {
        ChildProcess broker = started(
                "broker",
                ChildProcess.java(
                        log("broker"),
                        cores,
                        heap(how.brokerMib()),
                        BrokerMain.class.getName(),
                        List.of(folder.resolve("kafka").toString())));
        kafka = broker.awaitLine();
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of("kafka.bootstrap.servers=" + kafka, "overload=" + how.overload(), "management.port=0"));
        startIngestor = deployment ->
                startPart("ingestor", how.ingestorMib(), all, "data.dir=" + data(), "source=" + source.option());
        startIngestor.of(this);
        startPart("parser", how.parserMib(), all, "orders.records=" + how.records());
        List<String> ofGateway =
                Stream.concat(all.stream(), gatewaySettings.stream()).toList();
        gateway = new GatewayEndpoints(startPart("gateway", how.gatewayMib(), ofGateway, "gateway.port=0"));
    }

    private String startPart(String command, int heapMib, List<String> settings, String... own) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command));
        Stream.concat(settings.stream(), Stream.of(own)).forEach(setting -> arguments.addAll(List.of("-D", setting)));
        return start(command, heap(heapMib), arguments).awaitLine();
    }

    /** A heap of that size from the start, so that its pages do not count as growth when they are first used. */
    private static List<String> heap(int mib) {
        return List.of("-Xms" + mib + "m", "-Xmx" + mib + "m", "-XX:+AlwaysPreTouch", "-XX:+UseParallelGC");
    }

    private interface Start {
        void of(Deployment deployment) throws IOException;
    }

    /** Leaves nothing running when a part does not start. */
    private Deployment starting(Start start) throws IOException {
        try {
            start.of(this);
            return this;
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private ChildProcess start(String name, List<String> jvmOptions, List<String> arguments) throws IOException {
        return started(name, ChildProcess.orderwire(log(name), cores, jvmOptions, arguments));
    }

    private ChildProcess started(String name, ChildProcess child) {
        parts.put(name, child);
        return child;
    }

    private GatewayEndpoints gateway() {
        return Objects.requireNonNull(gateway);
    }

    /** Stops the ingestor of a separate deployment in good order. */
    public void stopIngestor() {
        Objects.requireNonNull(parts.get("ingestor")).close();
    }

    /** Starts the ingestor again that was stopped, and waits until it is ready. */
    public void startIngestor() throws IOException {
        startIngestor.of(this);
    }

    /** Folder that the simulator writes to. */
    public Path data() {
        return folder.resolve("data");
    }

    /** Address of the gateway for WebSocket clients. */
    public URI ws() {
        return gateway().ws();
    }

    /** Address of the broker. */
    public String kafka() {
        return kafka;
    }

    /** Address of the gateway for requests. */
    public URI http() {
        return gateway().http();
    }

    /** File in the deployment's folder for the errors of another process. */
    public Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /** Orders written so far, by the gateway's account. */
    public long orders() throws IOException, InterruptedException {
        return gateway().orders();
    }

    /** The gateway's current answer to {@code /stats}, JSON. */
    public String stats() throws IOException, InterruptedException {
        return gateway().stats();
    }

    /** A meter of the gateway without labels, by its name in Prometheus' text. */
    public double gatewayMeter(String name) throws IOException, InterruptedException {
        return gateway().meter(name);
    }

    /** The processes by name, in the order in which they were started. */
    public Map<String, ChildProcess> parts() {
        return Collections.unmodifiableMap(parts);
    }

    /** CPU time used so far by each part, nanoseconds. */
    Map<String, Long> cpuNanos() {
        Map<String, Long> cpu = new LinkedHashMap<>();
        parts.forEach((name, child) -> cpu.put(name, child.cpuNanos()));
        return cpu;
    }

    /** Resident memory of each part, MiB. */
    Map<String, Long> residentMib() throws IOException {
        Map<String, Long> resident = new LinkedHashMap<>();
        for (Map.Entry<String, ChildProcess> part : parts.entrySet()) {
            resident.put(part.getKey(), part.getValue().residentBytes() >> 20);
        }
        return resident;
    }

    @Override
    public void close() throws IOException {
        List<ChildProcess> children = List.copyOf(parts.values());
        for (int i = children.size() - 1; i >= 0; i--) {
            children.get(i).close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
