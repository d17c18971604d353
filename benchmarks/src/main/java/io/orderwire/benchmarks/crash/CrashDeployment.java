package io.orderwire.benchmarks.crash;

import io.orderwire.benchmarks.BrokerMain;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Broker, ingestor, parser and gateway, a supervised JVM each, at ports that they keep over restarts. */
final class CrashDeployment implements AutoCloseable {
    private static final String COMMAND = "io.orderwire.standalone.Main";
    private static final List<String> BROKER_JVM = List.of("-Xmx512m", "-XX:+UseSerialGC");
    private static final List<String> PROCESS_JVM = List.of("-Xmx384m", "-XX:+UseSerialGC");

    private final Map<Part, SupervisedPart> parts = new EnumMap<>(Part.class);
    private final Path folder;
    private final CrashOptions options;
    private final String kafka;
    private final String httpUrl;
    private final String wsUrl;

    /** Starts all, and returns when orders can flow. */
    CrashDeployment(Path folder, CrashOptions options) throws InterruptedException {
        this.folder = folder;
        this.options = options;
        try {
            kafka = start(Part.BROKER, BROKER_JVM, BrokerMain.class.getName(), this::broker);
            start(Part.INGESTOR, PROCESS_JVM, COMMAND, ready -> ingestor());
            start(Part.PARSER, PROCESS_JVM, COMMAND, ready -> parser());
            String ready = start(Part.GATEWAY, PROCESS_JVM, COMMAND, this::gateway);
            httpUrl = word(ready, "http=");
            wsUrl = word(ready, "ws=");
        } catch (InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private String start(Part part, List<String> jvm, String mainClass, Function<String, List<String>> arguments)
            throws InterruptedException {
        SupervisedPart supervised = new SupervisedPart(part, folder, jvm, mainClass, arguments);
        parts.put(part, supervised);
        return supervised.readyLine();
    }

    private List<String> broker(String address) {
        String port = address.isEmpty() ? "0" : address.substring(address.lastIndexOf(':') + 1);
        return List.of(folder.resolve("kafka").toString(), port);
    }

    private List<String> ingestor() {
        return process(
                "ingestor", "data.dir=" + data(), "source=" + options.source().option(), "start=beginning");
    }

    private List<String> parser() {
        return process("parser", "parser.session.timeout.ms=3000", "parser.state.dir=" + folder.resolve("streams"));
    }

    private List<String> gateway(String ready) {
        String port = ready.isEmpty()
                ? "0"
                : String.valueOf(URI.create(word(ready, "http=")).getPort());
        return process("gateway", "gateway.port=" + port);
    }

    private List<String> process(String command, String... settings) {
        List<String> words = new ArrayList<>(List.of(command));
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of(
                "kafka.bootstrap.servers=" + kafka,
                "management.port=0",
                "instance.id=" + command,
                "overload=" + options.overload()));
        for (String setting : all) {
            words.add("-D");
            words.add(setting);
        }
        return words;
    }

    private static String word(String line, String key) {
        Matcher matcher = Pattern.compile(key + "(\\S+)").matcher(line);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + key + " in: " + line);
        }
        return matcher.group(1);
    }

    Path data() {
        return folder.resolve("data");
    }

    Map<String, Object> kafka() {
        return Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka);
    }

    CheckedPipeline checked() {
        return new CheckedPipeline(data(), options.source(), URI.create(httpUrl + "stats"), kafka());
    }

    URI ws() {
        return URI.create(wsUrl);
    }

    void kill(Part part) {
        SupervisedPart victim = parts.get(part);
        if (victim != null) {
            victim.kill();
        }
    }

    /** Starts that failed because the broker was killed meanwhile. */
    int failedStarts() {
        return parts.values().stream().mapToInt(SupervisedPart::failedStarts).sum();
    }

    /** Which parts ended without being killed; empty when none. */
    String endedByThemselves() {
        return parts.values().stream()
                .map(SupervisedPart::endedByItself)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        for (Part part : List.of(Part.GATEWAY, Part.PARSER, Part.INGESTOR, Part.BROKER)) {
            SupervisedPart running = parts.get(part);
            if (running != null) {
                running.close();
            }
        }
    }
}
