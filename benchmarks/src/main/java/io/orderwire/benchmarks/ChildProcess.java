package io.orderwire.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own with this one's class path; its errors are appended to a file. */
public final class ChildProcess implements AutoCloseable {
    private static final int STOP_SECONDS = 20;

    private final Process process;
    private final BufferedReader output;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.log = log;
    }

    /** Starts the main method of a class. */
    public static ChildProcess java(Path log, List<String> jvmOptions, String mainClass, List<String> args)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dorg.jboss.logging.provider=slf4j");
        command.addAll(jvmOptions);
        command.add(mainClass);
        command.addAll(args);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // Surefire starts its JVM with a jar that only points at the class path, and tells the real one here.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        builder.environment().put("CLASSPATH", classPath);
        builder.environment().remove("ORDERWIRE_ARGS");
        return new ChildProcess(builder.start(), log);
    }

    /** The one line that it prints when it is ready. */
    public String awaitLine() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("it ended before it was ready: " + Files.readString(log));
        }
        return line;
    }

    long cpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    long residentMib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return 0;
    }

    /** Kills it on the spot, as SIGKILL does. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Waits for its end and returns its exit code. */
    public int awaitExit() throws InterruptedException {
        return process.waitFor();
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
