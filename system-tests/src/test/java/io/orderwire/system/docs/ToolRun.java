package io.orderwire.system.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program that runs as a document shows it, and what it prints. Killed at the end of its test. */
final class ToolRun implements AutoCloseable {
    private static final int KEPT_LINES = 1_000;
    private static final long END_SECONDS = 10;
    private static final long POLL_MS = 50;

    private final List<String> command;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(KEPT_LINES);
    private final BlockingQueue<String> errors = new LinkedBlockingQueue<>(KEPT_LINES);
    private final List<Thread> readers;

    private ToolRun(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        readers = List.of(read(process.getInputStream(), lines), read(process.getErrorStream(), errors));
    }

    static ToolRun start(Path folder, List<String> command) throws IOException {
        return start(folder, Map.of(), command);
    }

    static ToolRun start(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new ToolRun(command, process);
    }

    private static Thread read(InputStream stream, BlockingQueue<String> sink) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader reader =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        reader.lines().forEach(sink::offer);
                    } catch (IOException | UncheckedIOException expected) {
                        // The process was killed, and its stream ended with it.
                    }
                },
                "tool-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /**
     * The next line of its standard output.
     *
     * @throws AssertionError with what it wrote to standard error if no line arrives in time
     */
    String awaitLine(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        boolean ended = false;
        while (!ended && System.nanoTime() < end) {
            // Looked at before the lines: what it printed at its end has been read by the next turn.
            ended = !process.isAlive() && !readers.stream().anyMatch(Thread::isAlive);
            String line = lines.poll(POLL_MS, TimeUnit.MILLISECONDS);
            if (line != null) {
                return line;
            }
        }
        throw new AssertionError(
                command + (ended ? " ended without a line: " : " printed no line in time: ") + errors());
    }

    /** Its exit code. */
    int awaitExit(Duration timeout) throws InterruptedException {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(command + " did not end within " + timeout.toSeconds() + " s: " + errors());
        }
        return process.exitValue();
    }

    /** What it wrote to standard error. */
    String errors() {
        return String.join("\n", errors);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(command + " could not be killed");
        }
    }
}
