package io.orderwire.testing.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Java process that a test starts with its own class path, and can kill at any moment. */
public final class ChildJvm implements AutoCloseable {
    /** JVM options of every child, separated by blanks, after those of the test; for a debugger or a profiler. */
    static final String OPTIONS_PROPERTY = "orderwire.test.child.options";

    /** Options for a heap of 512 MiB and a fast start. */
    public static final List<String> FAST_START = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final int KEPT_LINES = 10_000;
    private static final int KEPT_ERRORS = 400;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(KEPT_LINES);
    private final BlockingQueue<String> errors = new LinkedBlockingQueue<>(KEPT_ERRORS);
    private final Thread output;

    private ChildJvm(Process process, ChildLog log) {
        this.process = process;
        output = drain(process.getInputStream(), "output", line -> {
            lines.offer(line);
            log.add(line);
        });
        drain(process.getErrorStream(), "errors", line -> {
            log.add(line);
            while (!errors.offer(line)) {
                errors.poll();
            }
        });
    }

    /** Starts the main method of a class with a heap of 512 MiB, tuned for a fast start. The class may be a test class. */
    public static ChildJvm start(Class<?> main, String... arguments) {
        return start(FAST_START, main, arguments);
    }

    /** Starts the main method of a class with options for Java. */
    public static ChildJvm start(List<String> options, Class<?> main, String... arguments) {
        return start(List.of(), options, main, arguments);
    }

    /**
     * Starts the main method of a class by another command.
     *
     * @param launcher words that precede the command of Java, such as those that run it on another host; the launcher must
     *     become Java, so that it has the same process id. Empty to start Java itself
     */
    public static ChildJvm start(List<String> launcher, List<String> options, Class<?> main, String... arguments) {
        // Surefire starts its JVM with a jar that only refers to the class path; this property contains the class path
        // itself.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return start(launcher, classPath, options, main.getName(), List.of(arguments));
    }

    /**
     * Starts a program that is not on the class path of the tests, with options for Java.
     *
     * @param classPath as Java takes it, which may contain {@code FOLDER/*}
     * @param main name of the class
     */
    public static ChildJvm start(String classPath, List<String> options, String main, List<String> arguments) {
        return start(List.of(), classPath, options, main, arguments);
    }

    private static ChildJvm start(
            List<String> launcher, String classPath, List<String> options, String main, List<String> arguments) {
        List<String> command = new ArrayList<>(launcher);
        command.add(ProcessHandle.current().info().command().orElse("java"));
        // Kafka's broker does not start in every locale. An option of the caller comes later and takes precedence.
        command.addAll(List.of("-Duser.language=en", "-Duser.country=US"));
        command.addAll(options);
        Stream.of(System.getProperty(OPTIONS_PROPERTY, "").split("\\s+"))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.add(main);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        // Options that are set in the environment of this machine, such as the address of a Kafka, must not affect
        // tests.
        builder.environment().keySet().removeIf(name -> name.startsWith("ORDERWIRE_"));
        builder.environment().put("CLASSPATH", classPath);
        try {
            Process process = builder.start();
            return new ChildJvm(process, new ChildLog(main, process.pid()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + main, e);
        }
    }

    private static Thread drain(InputStream stream, String name, Consumer<String> sink) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader reader =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        reader.lines().forEach(sink);
                    } catch (IOException | UncheckedIOException expected) {
                        // The process has ended, and its stream is closed.
                    }
                },
                "child-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /**
     * Waits for a line of standard output that begins with {@code beginning}, and returns it; drops the lines before it.
     *
     * @throws AssertionError with the last lines of its standard error if there is none in time
     */
    public String awaitLine(String beginning, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        // A process may end before its last lines have been read.
        while (deadline - System.nanoTime() > 0 && (output.isAlive() || !lines.isEmpty())) {
            String line = poll();
            if (line != null && line.startsWith(beginning)) {
                return line;
            }
        }
        throw new AssertionError((process.isAlive() ? "no line" : "ended before a line") + " that begins with "
                + beginning + "; on standard error:\n" + lastErrors());
    }

    private @Nullable String poll() {
        try {
            return lines.poll(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a line", e);
        }
    }

    /** The process's id. */
    public long pid() {
        return process.pid();
    }

    /** True while it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks the process to stop, with SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Kills the process at once, with SIGKILL, and waits for its end. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(30));
    }

    /** Pauses the process with SIGSTOP until {@link #resume}. */
    public void pause() {
        signal("STOP");
    }

    /** Resumes the process, with SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            // Uses the shell's built-in kill, because not every system has it as a program.
            int status = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid())
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid() + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot signal process " + pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signalling a process", e);
        }
    }

    /** The last lines of its standard error. */
    public String lastErrors() {
        return String.join("\n", errors);
    }

    /**
     * Waits for its end and returns its exit code.
     *
     * @throws AssertionError when it does not end in time
     */
    public int awaitExit(Duration timeout) {
        try {
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a process", e);
        }
        throw new AssertionError("process " + process.pid() + " did not end within " + timeout.toMillis() + " ms");
    }

    /** Kills the process if it still runs. */
    @Override
    public void close() {
        kill();
    }
}
