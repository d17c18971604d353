package io.orderwire.standalone.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import io.orderwire.gateway.ConnectionOptions;
import io.orderwire.gateway.GatewayOptions;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.standalone.pipeline.Ports;
import io.orderwire.standalone.pipeline.Retention;
import io.orderwire.standalone.pipeline.StandaloneOptions;
import io.orderwire.standalone.pipeline.StateFolder;
import io.orderwire.standalone.status.Amounts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks this host: ports, open files, and for a pipeline with a Kafka of its own the state folder and its disk. */
final class HostCheck {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String EVERY_INTERFACE = "0.0.0.0";
    private static final long FILES_BESIDE_CLIENTS = 1_000;

    /** Below this, Kafka may stop within minutes. */
    private static final long LEAST_BYTES = 1L << 30;

    private final Settings settings;
    private final boolean ownKafka;
    private final Map<String, String> environment;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param ownKafka whether the pipeline is to run with the embedded Kafka
     */
    HostCheck(Settings settings, boolean ownKafka, Map<String, String> environment) {
        this.settings = settings;
        this.ownKafka = ownKafka;
        this.environment = environment;
    }

    List<Finding> run() {
        if (ownKafka) {
            state();
        }
        ports();
        openFiles();
        return findings;
    }

    private void state() {
        Path folder;
        try {
            Path named = settings.get(StandaloneOptions.STATE_DIR);
            folder = (named.toString().isEmpty() ? StateFolder.byDefault(environment) : named)
                    .toAbsolutePath()
                    .normalize();
        } catch (ConfigurationException e) {
            findings.add(Finding.fault(
                    Check.STATE_FOLDER, ExitCode.USAGE, String.valueOf(e.getMessage()), "name one with --state"));
            return;
        }
        Path existing = existing(folder);
        if (!Files.isDirectory(existing) || !Files.isWritable(existing) || !Files.isExecutable(existing)) {
            findings.add(Finding.fault(
                    Check.STATE_FOLDER,
                    ExitCode.USAGE,
                    "state folder " + folder + " cannot be written, because of " + existing,
                    "give this user the right to, or name another with --state"));
            return;
        }
        try {
            if (StateFolder.isInUse(folder)) {
                findings.add(Finding.fault(
                        Check.STATE_FOLDER,
                        ExitCode.STATE_IN_USE,
                        "state folder " + folder + " is in use by another orderwire",
                        "stop that one, or name another with --state"));
                return;
            }
            findings.add(Finding.ok(Check.STATE_FOLDER, folder + (existing.equals(folder) ? "" : " will be created")));
            disk(folder, existing);
        } catch (IOException | ConfigurationException e) {
            findings.add(Finding.warning(
                    Check.STATE_FOLDER, "state folder " + folder + " cannot be examined: " + e, "check its rights"));
        }
    }

    /** The folder, or the nearest one above it that exists. */
    private static Path existing(Path folder) {
        Path at = folder;
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    private void disk(Path folder, Path existing) throws IOException {
        long free = Files.getFileStore(existing).getUsableSpace();
        long most = Retention.mostBytes(settings);
        long used = Files.exists(folder) ? FolderSize.of(folder) : 0;
        String words = Amounts.bytes(free) + " free for " + folder + ", which keeps up to " + Amounts.bytes(most)
                + (used == 0 ? "" : " and has " + Amounts.bytes(used));
        String remedy =
                "make room, name another disk with --state, or lower retention.raw.bytes and retention.orders.bytes";
        if (free < LEAST_BYTES) {
            findings.add(Finding.fault(Check.STATE_DISK, ExitCode.UNEXPECTED, words, remedy));
        } else if (free + used < most) {
            findings.add(Finding.warning(Check.STATE_DISK, words, remedy));
        } else {
            findings.add(Finding.ok(Check.STATE_DISK, words));
        }
    }

    private void ports() {
        int before = findings.size();
        port("http", "--port", settings.get(GatewayOptions.HOST), settings.get(GatewayOptions.PORT));
        String host = settings.get(PipelineOptions.MANAGEMENT_HOST);
        if (ownKafka) {
            boolean open =
                    !settings.get(StandaloneOptions.BROKER_ADVERTISED_HOST).isEmpty();
            port(
                    "Kafka",
                    "--kafka-port",
                    open ? EVERY_INTERFACE : LOOPBACK,
                    settings.get(StandaloneOptions.BROKER_PORT));
            port("management", "--management-port", host, settings.get(PipelineOptions.MANAGEMENT_PORT));
        }
        if (findings.size() == before) {
            findings.add(Finding.ok(Check.PORTS, "the ports are free"));
        }
    }

    private void port(String what, String flag, String host, int port) {
        try {
            Ports.requireFree(what, flag, host, port);
        } catch (ProcessExit e) {
            findings.add(Finding.fault(Check.PORTS, e));
        }
    }

    private void openFiles() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long most = system.getMaxFileDescriptorCount();
            long needed = settings.get(ConnectionOptions.MAX_CONNECTIONS) + FILES_BESIDE_CLIENTS;
            String words = "this user may have " + Amounts.count(most) + " files and sockets open";
            findings.add(
                    most >= needed
                            ? Finding.ok(Check.OPEN_FILES, words)
                            : Finding.warning(
                                    Check.OPEN_FILES,
                                    words + ", " + Amounts.count(needed) + " are needed for all clients",
                                    "raise the limit (ulimit -n, LimitNOFILE), or lower gateway.max.connections"));
        }
    }
}
