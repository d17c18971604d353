package io.orderwire.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A client in another language, a process of its own: told what to do by lines, telling what it sees by lines of JSON. */
final class ForeignClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SCRIPTS = Path.of("src", "test", "npm");
    private static final Path CLIENTS = Path.of("..", "clients");
    /** Distributions put their packages there, whatever comes first in the path. */
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private static final long INSTALL_SECONDS = 300;
    private static final long STOP_SECONDS = 10;

    private final Process process;
    private final Writer commands;
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();

    private ForeignClient(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "foreign-client");
        reader.setDaemon(true);
        reader.start();
    }

    /** Whether npm and Node are there. */
    static boolean hasNode() {
        return Stream.of("npm", "node")
                .allMatch(command -> Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command))));
    }

    /** Copies the scripts into a folder and has npm fetch what they need. */
    static void install(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (Stream<Path> scripts = Files.list(SCRIPTS)) {
            for (Path script : scripts.toList()) {
                Files.copy(script, folder.resolve(script.getFileName().toString()));
            }
        }
        Files.copy(CLIENTS.resolve("javascript").resolve("orderwire.mjs"), folder.resolve("orderwire.mjs"));
        Path log = folder.resolve("npm.log");
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
            npm.destroyForcibly();
            throw new AssertionError("npm did not end in time");
        }
        if (npm.exitValue() != 0) {
            throw new AssertionError(Files.readString(log));
        }
    }

    /** Starts Node in a folder that was installed to. */
    static ForeignClient node(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(arguments));
        return start(new ProcessBuilder(command).directory(folder.toFile()));
    }

    /** Whether the system's Python is there, with what our client needs. */
    static boolean hasPython() throws IOException, InterruptedException {
        if (!Files.isExecutable(PYTHON)) {
            return false;
        }
        Process probe = new ProcessBuilder(PYTHON.toString(), "-c", "import websocket")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return probe.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
    }

    /** Starts a script of Python's that uses our client. */
    static ForeignClient python(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PYTHON.toString(), "src/test/python/" + script));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PYTHONPATH", CLIENTS.resolve("python").toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        return start(builder);
    }

    private static ForeignClient start(ProcessBuilder builder) throws IOException {
        return new ForeignClient(
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                told.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has it do something. */
    void send(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
    }

    /** All that it told so far. */
    List<JsonNode> told() {
        return List.copyOf(told);
    }

    /** What it told under a name, where that has the text. */
    long count(String name, String text) {
        return told.stream()
                .filter(line -> line.path(name).asText().equals(text))
                .count();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
