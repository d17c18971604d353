package io.orderwire.benchmarks.crash;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Compose project of this repository, driven by the commands that a user has. Not thread-safe. */
public final class ComposeProject {
    private static final Pattern CLIENTS = Pattern.compile("(?m)^orderwire_gateway_clients ([0-9.]+)");
    private static final long COMMAND_MINUTES = 10;
    private static final String DEFAULT_PORT = "8080";
    private static final String METRICS =
            "exec 3<>/dev/tcp/127.0.0.1/9103;" + " printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3; timeout 5 cat <&3";

    private final Path root;
    private final Path scratch;
    private final ComposeForm form;
    private final Map<String, String> environment;
    private int commands;

    /**
     * A project, which may run or not.
     *
     * @param root folder of {@code docker-compose.yml}
     * @param scratch folder for what the commands print
     * @param environment variables of the files, over those of this process: ports, the name of the project and so on
     */
    public ComposeProject(Path root, Path scratch, ComposeForm form, Map<String, String> environment) {
        this.root = root;
        this.scratch = scratch;
        this.form = form;
        this.environment = new HashMap<>(environment);
    }

    /** Sets a variable for the commands that follow. */
    void set(String variable, String value) {
        environment.put(variable, value);
    }

    private String port() {
        String port = environment.getOrDefault("WEB_PORT", System.getenv().getOrDefault("WEB_PORT", DEFAULT_PORT));
        return "127.0.0.1:" + port;
    }

    URI ws() {
        return URI.create("ws://" + port() + "/ws");
    }

    URI stats() {
        return URI.create("http://" + port() + "/stats");
    }

    /** Settings of the consumer that the project has made for this host. */
    Map<String, Object> reader() throws IOException, InterruptedException {
        Properties properties = new Properties();
        properties.load(
                new StringReader(compose("run", "--rm", "-T", "--no-deps", "reader", "/secrets/consumer.properties")));
        Map<String, Object> settings = new HashMap<>();
        properties.forEach((name, value) -> settings.put(String.valueOf(name), value));
        return settings;
    }

    /** Runs {@code docker compose} and returns its standard output. */
    public String compose(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker", "compose"));
        command.addAll(form.flags());
        command.addAll(Arrays.asList(words));
        return run(command);
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Path log = scratch.resolve("command-" + commands++ + ".log");
        Path errors = scratch.resolve("command-" + commands + ".errors");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectOutput(log.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(COMMAND_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " took longer than " + COMMAND_MINUTES + " minutes");
        }
        String output = Files.readString(log, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            String error = Files.readString(errors, StandardCharsets.UTF_8);
            throw new IllegalStateException(command + " ended with " + process.exitValue() + ": "
                    + error.substring(Math.max(0, error.length() - 2_000)) + output);
        }
        return output;
    }

    void startSimulator(int linesPerSecond) throws IOException, InterruptedException {
        set("SIMULATOR_RATE", Integer.toString(linesPerSecond));
        compose("--profile", "simulator", "up", "-d", "--no-deps", "simulator");
    }

    void stopSimulator() throws IOException, InterruptedException {
        compose("--profile", "simulator", "stop", "simulator");
    }

    /** Copies what the simulator has written. */
    void copyData(Path folder) throws IOException, InterruptedException {
        compose("--profile", "simulator", "cp", "simulator:/data/.", folder.toString());
    }

    /**
     * Kills a container of the part as the kernel does when memory is short. {@code docker kill} would not do: Docker does
     * not start a container again that was stopped by a command of its own.
     */
    void kill(Part part) throws IOException, InterruptedException {
        List<String> ids = compose("ps", "-q", form.service(part)).lines().toList();
        String victim = part == Part.GATEWAY ? withMostClients(ids) : ids.get(0);
        String pid = run(List.of("docker", "inspect", "-f", "{{.State.Pid}}", victim))
                .strip();
        run(List.of("kill", "-9", pid));
    }

    /** The gateway whose death is felt. */
    private String withMostClients(List<String> gateways) throws IOException, InterruptedException {
        String busiest = gateways.get(0);
        double most = -1;
        for (String gateway : gateways) {
            Matcher clients = CLIENTS.matcher(run(List.of("docker", "exec", gateway, "bash", "-c", METRICS)));
            double count = clients.find() ? Double.parseDouble(clients.group(1)) : 0;
            if (count > most) {
                most = count;
                busiest = gateway;
            }
        }
        return busiest;
    }

    /** How often Docker has started a container again, by service; only those where it has. */
    Map<String, Integer> restarts() throws IOException, InterruptedException {
        Map<String, Integer> restarts = new TreeMap<>();
        List<String> command = new ArrayList<>(List.of(
                "docker",
                "inspect",
                "-f",
                "{{index .Config.Labels \"com.docker.compose.service\"}} {{.RestartCount}}"));
        command.addAll(compose("ps", "-q").lines().toList());
        run(command)
                .lines()
                .map(line -> line.split(" ", -1))
                .forEach(words -> restarts.merge(words[0], Integer.parseInt(words[1]), Integer::sum));
        restarts.values().removeIf(count -> count == 0);
        return restarts;
    }

    String service(Part part) {
        return form.service(part);
    }

    @Override
    public String toString() {
        return form.name().toLowerCase(Locale.ROOT) + " form";
    }

    /** The folder of the repository that contains this path, the first above it with a {@code docker-compose.yml}. */
    public static Path rootAbove(Path path) {
        try {
            for (Path folder = path.toRealPath(); folder != null; folder = folder.getParent()) {
                if (Files.exists(folder.resolve("docker-compose.yml"))) {
                    return folder;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("no docker-compose.yml above " + path);
    }
}
