package io.orderwire.standalone.broker;

import io.orderwire.testing.process.ChildJvm;
import java.nio.file.Path;

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

    private ChildJvm start(String port) {
        return ChildJvm.start(BrokerProcess.class, folder.toString(), port);
    }

    private String address() {
        try {
            return process.awaitLine("kafka=", Clients.SOON).substring("kafka=".length());
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
