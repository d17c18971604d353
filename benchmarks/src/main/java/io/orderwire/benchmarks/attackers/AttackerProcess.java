package io.orderwire.benchmarks.attackers;

import io.orderwire.benchmarks.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The attackers in a JVM of their own. It yields to the others: attackers have machines of their own, and here only what
 * they cost the gateway is to be measured.
 */
final class AttackerProcess implements AutoCloseable {
    private static final List<String> JVM =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MaxDirectMemorySize=64m");

    private final ChildProcess process;

    AttackerProcess(Path log, URI ws, AttackersOptions options) throws IOException {
        process = ChildProcess.yielding(
                log,
                options.nice(),
                JVM,
                AttackersMain.class.getName(),
                List.of(ws.toString(), String.valueOf(options.percent())));
        process.awaitLine();
    }

    void begin(Scenario scenario) throws IOException {
        process.say(scenario.option());
    }

    /** Ends the attack; returns counts and their texts, one a line. */
    List<String> end() throws IOException {
        process.say("");
        List<String> counts = new ArrayList<>();
        for (String line = process.awaitLine(); !line.isEmpty(); line = process.awaitLine()) {
            counts.add(line);
        }
        return counts;
    }

    long cpuNanos() {
        return process.cpuNanos();
    }

    @Override
    public void close() {
        process.close();
    }
}
