package io.orderwire.system.outage;

import io.orderwire.broker.BrokerOptions;
import io.orderwire.broker.EmbeddedKafka;
import io.orderwire.testing.process.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The embedded broker in a process of its own, which can be killed and started again at the same port. */
public final class LoneBroker implements AutoCloseable {
    private final Path folder;
    private final String servers;
    private ChildJvm process;

    /** Starts it with its data in that folder, and returns when it serves. */
    public LoneBroker(Path folder) {
        this.folder = folder;
        this.process = start("0");
        this.servers = address();
    }

    /** The process: FOLDER PORT; prints its address, and stops when its input ends. */
    public static void main(String[] arguments) throws IOException {
        try (EmbeddedKafka kafka =
                EmbeddedKafka.start(BrokerOptions.loopback(Path.of(arguments[0]), Integer.parseInt(arguments[1])))) {
            System.out.println("kafka=" + kafka.bootstrapServers());
            while (System.in.read() >= 0) {
                // Only the end of the input counts.
            }
        }
    }

    private ChildJvm start(String port) {
        return ChildJvm.start(LoneBroker.class, folder.toString(), port);
    }

    private String address() {
        try {
            return process.awaitLine("kafka=", Duration.ofSeconds(30)).substring("kafka=".length());
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
    }

    /** Host and port for clients; the same over all restarts. */
    public String bootstrapServers() {
        return servers;
    }

    /** Kills it on the spot, as SIGKILL does. */
    public void kill() {
        process.kill();
    }

    /** Starts it again after a kill, and returns when it serves. */
    public void restart() {
        process = start(servers.substring(servers.lastIndexOf(':') + 1));
        address();
    }

    @Override
    public void close() {
        process.close();
    }
}
