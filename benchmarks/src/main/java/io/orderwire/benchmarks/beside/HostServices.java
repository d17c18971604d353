package io.orderwire.benchmarks.beside;

import io.orderwire.benchmarks.ChildProcess;
import io.orderwire.benchmarks.scale.CpuQuota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Two control groups as systemd makes them for two services of a host: that of the node with the default weight, and that of
 * the pipeline with the bounds of its unit. Where groups cannot be made, which usually needs root, processes stay where
 * they are.
 */
final class HostServices implements AutoCloseable {
    private static final int NODE_WEIGHT = 100;
    private static final int PIPELINE_WEIGHT = 20;
    private static final double PIPELINE_CORES = 2;
    private static final Path OWN_GROUPS = Path.of("/proc/self/cgroup");
    private static final String FIRST_VERSION = ":cpu:/";

    private final @Nullable CpuQuota node;
    private final @Nullable CpuQuota pipeline;

    private HostServices(@Nullable CpuQuota node, @Nullable CpuQuota pipeline) {
        this.node = node;
        this.pipeline = pipeline;
    }

    /** Makes both groups if it can, and says so on standard output. */
    static HostServices make() {
        try {
            String prefix =
                    ownGroup() + "orderwire-beside-" + ProcessHandle.current().pid();
            CpuQuota node = CpuQuota.make(prefix + "-node");
            CpuQuota pipeline = CpuQuota.make(prefix + "-pipeline");
            node.weigh(NODE_WEIGHT);
            pipeline.weigh(PIPELINE_WEIGHT);
            pipeline.limit(PIPELINE_CORES);
            System.out.printf(
                    Locale.ROOT,
                    "in control groups: the writer's of weight %d, the pipeline's of weight %d and %.0f cores%n",
                    NODE_WEIGHT,
                    PIPELINE_WEIGHT,
                    PIPELINE_CORES);
            return new HostServices(node, pipeline);
        } catch (IOException e) {
            System.out.println("by niceness alone: " + e.getMessage());
            return none();
        }
    }

    /** No groups. */
    static HostServices none() {
        return new HostServices(null, null);
    }

    /** Below its own group with version 1; with version 2, a group that holds processes cannot hold weighted groups. */
    private static String ownGroup() throws IOException {
        return Files.readAllLines(OWN_GROUPS).stream()
                .filter(line -> line.contains(FIRST_VERSION))
                .map(line -> line.substring(line.indexOf(FIRST_VERSION) + FIRST_VERSION.length()))
                .filter(path -> !path.isEmpty())
                .map(path -> path + "/")
                .findFirst()
                .orElse("");
    }

    void addNode(ChildProcess process) throws IOException {
        if (node != null) {
            node.add(process.pid());
        }
    }

    void addPipeline(ChildProcess process) throws IOException {
        if (pipeline != null) {
            pipeline.add(process.pid());
        }
    }

    @Override
    public void close() throws IOException {
        if (node != null && pipeline != null) {
            node.close();
            pipeline.close();
        }
    }
}
