package io.orderwire.system.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.testing.prerequisite.Prerequisite;
import io.orderwire.testing.prerequisite.SearchPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A client in another language as a process: it takes commands as lines, and reports as lines of JSON. */
final class ForeignClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CLIENTS = Path.of("..", "clients");
    /** Distributions install Python's packages for this one, whichever comes first in the PATH. */
    private static final Path SYSTEM_PYTHON = Path.of("/usr/bin/python3");

    private static final long PROBE_SECONDS = 60;
    private static final long STOP_SECONDS = 10;

    private final Process process;
    private final Writer commands;
    private final List<JsonNode> reports = new CopyOnWriteArrayList<>();

    private ForeignClient(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "foreign-client");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts Node in a folder with scripts and packages; skips the running test without one that can run them. */
    static ForeignClient node(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(findNode().toString()));
        command.addAll(List.of(arguments));
        return start(new ProcessBuilder(command).directory(folder.toFile()));
    }

    /** Skips the running test without a Node that can run the packages. */
    static void needsNode() throws IOException, InterruptedException {
        findNode();
    }

    private static Path findNode() throws IOException, InterruptedException {
        String check = "const [major, minor] = process.versions.node.split('.').map(Number);"
                + "process.exit(major > 20 || major === 20 && minor >= 19 ? 0 : 1)";
        return firstThatRuns(
                SearchPath.find("node").stream(),
                List.of("-e", check),
                Prerequisite.NODE,
                "there is no node of version 20.19 or newer in the PATH");
    }

    /** Starts one of the tests' Python scripts with our client; skips the running test without its prerequisites. */
    static ForeignClient python(String script, String... arguments) throws IOException, InterruptedException {
        Path python = firstThatRuns(
                Stream.concat(SearchPath.find("python3").stream(), Stream.of(SYSTEM_PYTHON)),
                List.of(
                        "-c",
                        "import sys; from websocket import create_connection; sys.exit(sys.version_info < (3, 8))"),
                Prerequisite.PYTHON,
                "no python3 in the PATH is of version 3.8 or newer and has the package websocket-client");
        List<String> command = new ArrayList<>(List.of(python.toString(), "src/test/python/" + script));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PYTHONPATH", CLIENTS.resolve("python").toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        return start(builder);
    }

    private static Path firstThatRuns(
            Stream<Path> programs, List<String> arguments, Prerequisite prerequisite, String whyMissing)
            throws IOException, InterruptedException {
        for (Path program : programs.distinct().toList()) {
            if (runs(program, arguments)) {
                return program;
            }
        }
        throw prerequisite.missing(whyMissing);
    }

    private static boolean runs(Path program, List<String> arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        try {
            Process probe = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                probe.destroyForcibly();
                return false;
            }
            return probe.exitValue() == 0;
        } catch (IOException notAProgram) {
            return false;
        }
    }

    private static ForeignClient start(ProcessBuilder builder) throws IOException {
        return new ForeignClient(
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reports.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a command. */
    void send(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
    }

    /** All reports so far. */
    List<JsonNode> reports() {
        return List.copyOf(reports);
    }

    /** The number of reports in which that name has that text. */
    long count(String name, String text) {
        return reports.stream()
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
