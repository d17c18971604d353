package io.orderwire.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A control group of the kernel, of version 2 or 1, that bounds the CPU time of a process. Everybody who may write to the
 * hierarchy of control groups can make one, usually root alone. Is removed when it is closed, if its process has ended.
 */
public final class CpuQuota implements AutoCloseable {
    private static final Path HIERARCHY = Path.of("/sys/fs/cgroup");
    private static final long PERIOD_US = 100_000;
    private static final int DEFAULT_WEIGHT = 100;
    private static final int DEFAULT_SHARES = 1_024;
    private static final String CONTROLLERS = "cgroup.controllers";

    private final Path group;
    private final boolean second;

    private CpuQuota(Path group, boolean second) {
        this.group = group;
        this.second = second;
    }

    /**
     * Makes a group without a bound.
     *
     * @throws IOException saying why this machine has none or does not let us make one
     */
    public static CpuQuota make(String name) throws IOException {
        return make(HIERARCHY, name);
    }

    static CpuQuota make(Path hierarchy, String name) throws IOException {
        try {
            if (hasCpu(hierarchy.resolve(CONTROLLERS))) {
                Files.writeString(hierarchy.resolve("cgroup.subtree_control"), "+cpu");
                return new CpuQuota(Files.createDirectory(hierarchy.resolve(name)), true);
            }
            Path first = hierarchy.resolve("cpu");
            if (Files.exists(first.resolve("cpu.cfs_quota_us"))) {
                return new CpuQuota(Files.createDirectory(first.resolve(name)), false);
            }
        } catch (IOException e) {
            throw new IOException("CPU quotas cannot be set here, which usually needs root: " + e, e);
        }
        throw new IOException("CPU quotas cannot be set here: " + hierarchy + " has no controller cpu");
    }

    private static boolean hasCpu(Path controllers) throws IOException {
        return Files.exists(controllers) && (" " + Files.readString(controllers).strip() + " ").contains(" cpu ");
    }

    /** Moves a process with all of its threads into the group. */
    public void add(long pid) throws IOException {
        Files.writeString(group.resolve("cgroup.procs"), String.valueOf(pid));
    }

    /** Sets the weight among its siblings, of which each has 100 by default. */
    public void weigh(int weight) throws IOException {
        if (second) {
            Files.writeString(group.resolve("cpu.weight"), String.valueOf(weight));
        } else {
            Files.writeString(group.resolve("cpu.shares"), String.valueOf(weight * DEFAULT_SHARES / DEFAULT_WEIGHT));
        }
    }

    /** Bounds the CPU time to a part of a core, or to several cores. */
    public void limit(double cores) throws IOException {
        long micros = Math.round(cores * PERIOD_US);
        if (second) {
            Files.writeString(group.resolve("cpu.max"), micros + " " + PERIOD_US);
        } else {
            Files.writeString(group.resolve("cpu.cfs_period_us"), String.valueOf(PERIOD_US));
            Files.writeString(group.resolve("cpu.cfs_quota_us"), String.valueOf(micros));
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(group);
    }
}
