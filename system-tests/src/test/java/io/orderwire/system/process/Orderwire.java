package io.orderwire.system.process;

import io.orderwire.standalone.Main;
import io.orderwire.testing.network.Host;
import io.orderwire.testing.process.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The orderwire command in a process of its own. */
public final class Orderwire implements AutoCloseable {
    /** Bound on a start. */
    public static final Duration START = Duration.ofSeconds(60);
    /** Bound on a stop. */
    public static final Duration STOP = Duration.ofSeconds(10);

    private final ChildJvm process;
    private final String ready;

    private Orderwire(ChildJvm process, String ready) {
        this.process = process;
        this.ready = ready;
    }

    /** Starts a command and waits for its ready line. */
    public static Orderwire ready(String... arguments) {
        return ready(ChildJvm.start(Main.class, arguments));
    }

    /** Starts a command on a host of a test's network and waits for its ready line. */
    public static Orderwire on(Host host, List<String> arguments) {
        return ready(
                ChildJvm.start(host.launcher(), ChildJvm.FAST_START, Main.class, arguments.toArray(String[]::new)));
    }

    private static Orderwire ready(ChildJvm process) {
        try {
            return new Orderwire(process, process.awaitLine("ready ", START));
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
    }

    /** One process of the pipeline, on that Kafka and so many partitions, with its management on a free port. */
    static Orderwire part(String command, String kafka, int partitions, List<String> own) {
        List<String> all = new ArrayList<>(
                List.of(command, "--kafka", kafka, "--management-port", "0", "-D", "partitions=" + partitions));
        all.addAll(own);
        return ready(all.toArray(String[]::new));
    }

    /** A broker of its own on that port, with its management on a free one. */
    static Orderwire broker(Path state, int port, String... own) {
        List<String> all = new ArrayList<>(List.of(
                "broker", "--state", state.toString(), "--kafka-port", String.valueOf(port), "--management-port", "0"));
        all.addAll(List.of(own));
        return ready(all.toArray(String[]::new));
    }

    /** A whole pipeline on free ports. */
    public static Orderwire run(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("run", "--port", "0", "--kafka-port", "0", "--management-port", "0"));
        all.addAll(Arrays.asList(arguments));
        return ready(all.toArray(String[]::new));
    }

    /** Runs a command to its end inside this process and returns the exit code that its own process would have. */
    static int exitCode(String... arguments) {
        return Main.execute(arguments);
    }

    /** What the ready line says under a name. */
    public String value(String name) {
        Matcher matcher = Pattern.compile(" " + name + "=(\\S+)").matcher(ready);
        if (!matcher.find()) {
            throw new AssertionError("no " + name + " in: " + ready);
        }
        return matcher.group(1);
    }

    String readyLine() {
        return ready;
    }

    /** Sends SIGTERM and returns the exit code, which has to come in time. */
    public int stop() {
        process.terminate();
        return process.awaitExit(STOP);
    }

    long pid() {
        return process.pid();
    }

    /** Kills it on the spot. */
    public void kill() {
        process.kill();
    }

    /** Holds it still, as SIGSTOP does, until {@link #resume}. */
    public void pause() {
        process.pause();
    }

    /** Continues it, as SIGCONT does. */
    public void resume() {
        process.resume();
    }

    /** True while it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end and returns its exit code. */
    public int awaitExit(Duration timeout) {
        return process.awaitExit(timeout);
    }

    /** The last lines of its log. */
    public String lastErrors() {
        return process.lastErrors();
    }

    @Override
    public void close() {
        process.close();
    }
}
