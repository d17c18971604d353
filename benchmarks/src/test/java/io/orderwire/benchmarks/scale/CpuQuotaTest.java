package io.orderwire.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes to folders that look like the kernel's. */
class CpuQuotaTest {
    @TempDir
    private Path hierarchy;

    @Test
    void shouldBoundAProcessByControlGroupsOfVersion2() throws IOException {
        Files.writeString(hierarchy.resolve("cgroup.controllers"), "cpuset cpu io memory\n");

        CpuQuota quota = CpuQuota.make(hierarchy, "a");
        quota.add(17);
        quota.limit(0.2);
        quota.weigh(20);

        assertThat(hierarchy.resolve("cgroup.subtree_control")).hasContent("+cpu");
        assertThat(hierarchy.resolve("a/cgroup.procs")).hasContent("17");
        assertThat(hierarchy.resolve("a/cpu.max")).hasContent("20000 100000");
        assertThat(hierarchy.resolve("a/cpu.weight")).hasContent("20");
    }

    @Test
    void shouldBoundAProcessByControlGroupsOfVersion1() throws IOException {
        Files.writeString(Files.createDirectory(hierarchy.resolve("cpu")).resolve("cpu.cfs_quota_us"), "-1");

        CpuQuota quota = CpuQuota.make(hierarchy, "a");
        quota.add(17);
        quota.limit(1.5);
        quota.weigh(20);

        assertThat(hierarchy.resolve("cpu/a/cgroup.procs")).hasContent("17");
        assertThat(hierarchy.resolve("cpu/a/cpu.cfs_period_us")).hasContent("100000");
        assertThat(hierarchy.resolve("cpu/a/cpu.cfs_quota_us")).hasContent("150000");
        assertThat(hierarchy.resolve("cpu/a/cpu.shares")).hasContent("204");
    }

    @Test
    void shouldSayThatAMachineHasNoQuotas() throws IOException {
        Files.writeString(hierarchy.resolve("cgroup.controllers"), "cpuset io memory\n");

        assertThatThrownBy(() -> CpuQuota.make(hierarchy, "a"))
                .isInstanceOf(IOException.class)
                .hasMessage("CPU quotas cannot be set here: " + hierarchy + " has no controller cpu");
    }

    @Test
    void shouldSayWhyAGroupCannotBeMade() throws IOException {
        Files.writeString(Files.createDirectory(hierarchy.resolve("cpu")).resolve("cpu.cfs_quota_us"), "-1");
        Files.createDirectory(hierarchy.resolve("cpu/a"));

        assertThatThrownBy(() -> CpuQuota.make(hierarchy, "a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("which usually needs root")
                .hasMessageContaining(hierarchy.resolve("cpu/a").toString());
    }

    @Test
    void shouldRemoveTheGroup() throws IOException {
        Files.writeString(Files.createDirectory(hierarchy.resolve("cpu")).resolve("cpu.cfs_quota_us"), "-1");

        CpuQuota.make(hierarchy, "a").close();

        assertThat(hierarchy.resolve("cpu/a")).doesNotExist();
    }
}
