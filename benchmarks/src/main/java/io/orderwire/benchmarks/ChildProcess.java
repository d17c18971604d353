package io.orderwire.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM of its own, by default with this one's class path; its errors are appended to a file. */
public final class ChildProcess implements AutoCloseable {
    private static final int STOP_SECONDS = 20;
    /** Those that run: none outlives a benchmark that is stopped. */
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ChildProcess::killAll, "children"));
    }

    private final Process process;
    private final BufferedReader output;
    private final BufferedWriter input;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        this.log = log;
    }

    /** Starts the main method of a class. */
    public static ChildProcess java(Path log, List<String> jvmOptions, String mainClass, List<String> args)
            throws IOException {
        return java(log, Cores.shared(), jvmOptions, mainClass, args);
    }

    /** Starts the main method of a class with another class path. */
    public static ChildProcess java(
            Path log, String classPath, List<String> jvmOptions, String mainClass, List<String> args)
            throws IOException {
        return start(log, command(jvmOptions, mainClass, args), "CLASSPATH", classPath);
    }

    /** Starts another program. */
    public static ChildProcess command(Path log, List<String> command) throws IOException {
        return start(log, command, "CLASSPATH", "");
    }

    /** Starts the main method of a class on the pipeline's cores. */
    static ChildProcess java(Path log, Cores cores, List<String> jvmOptions, String mainClass, List<String> args)
            throws IOException {
        return start(log, cores.of(command(jvmOptions, mainClass, args)), "CLASSPATH", classPath());
    }

    /** Starts the main method of a class so that it yields to other processes by that niceness. */
    public static ChildProcess yielding(
            Path log, int nice, List<String> jvmOptions, String mainClass, List<String> args) throws IOException {
        List<String> command = new ArrayList<>(List.of("nice", "-n", String.valueOf(nice)));
        command.addAll(command(jvmOptions, mainClass, args));
        return start(log, command, "CLASSPATH", classPath());
    }

    private static List<String> command(List<String> jvmOptions, String mainClass, List<String> args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dorg.jboss.logging.provider=slf4j");
        command.addAll(jvmOptions);
        command.add(mainClass);
        command.addAll(args);
        return command;
    }

    /** Surefire starts its JVM with a jar that only points at the class path, and tells the real one here. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /**
     * Starts a command of {@code orderwire} as its users do, by the launcher that started the benchmark; without one as
     * {@link #java} does.
     *
     * @param cores where it runs
     * @param jvmOptions instead of those that the launcher chooses
     */
    public static ChildProcess orderwire(Path log, Cores cores, List<String> jvmOptions, List<String> args)
            throws IOException {
        String launcher = System.getenv("BENCH_LAUNCHER");
        if (launcher == null) {
            return java(log, cores, jvmOptions, "io.orderwire.standalone.Main", args);
        }
        List<String> command = new ArrayList<>(List.of(launcher));
        command.addAll(args);
        return start(log, cores.of(command), "ORDERWIRE_JAVA_OPTS", String.join(" ", jvmOptions));
    }

    private static ChildProcess start(Path log, List<String> command, String variable, String value)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put(variable, value);
        builder.environment().remove("ORDERWIRE_ARGS");
        Process process = builder.start();
        RUNNING.add(process);
        process.onExit().thenRun(() -> RUNNING.remove(process));
        return new ChildProcess(process, log);
    }

    /** Kills them and theirs: a launcher's JVM is its child. */
    private static void killAll() {
        for (Process process : RUNNING) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The one line that it prints when it is ready. */
    public String awaitLine() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("it ended before it was ready: " + Files.readString(log));
        }
        return line;
    }

    /** Writes a line to its standard input. */
    public void say(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /** CPU time used so far, nanoseconds. */
    public long cpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** Resident memory, bytes, of a process that runs. */
    public long residentBytes() throws IOException {
        return status("VmRSS:") * 1024;
    }

    /** Threads of a process that runs. */
    public long threads() throws IOException {
        return status("Threads:");
    }

    /** Open file descriptors of a process that runs. */
    public long fileDescriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
            return open.count();
        }
    }

    /** Id of the process. */
    public long pid() {
        return process.pid();
    }

    private long status(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("\\D", ""));
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
