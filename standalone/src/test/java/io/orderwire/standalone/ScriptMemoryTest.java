package io.orderwire.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The heap that the launcher derives from the memory limit of its control group. */
class ScriptMemoryTest extends ScriptCase {
    private static final long MIB = 1L << 20;

    private Path script;
    private Path groups;
    private Path own;

    /**
     * Tests a copy of the launcher that reads the test's files instead of the kernel's; the launcher has no option for
     * this.
     */
    @BeforeEach
    void replaceTheKernelsFiles() throws IOException {
        script = home.resolve("orderwire");
        groups = Files.createDirectories(folder.resolve("cgroup"));
        own = folder.resolve("self-cgroup");
        Path machine = Files.writeString(folder.resolve("meminfo"), "Junk\nMemTotal:       67108864 kB\n");
        String text = Files.readString(script);
        String changed = text.replace("=/sys/fs/cgroup\n", "='" + groups + "'\n")
                .replace("=/proc/self/cgroup\n", "='" + own + "'\n")
                .replace("=/proc/meminfo\n", "='" + machine + "'\n");
        assertThat(changed.lines().filter(line -> line.contains("='" + folder)).count())
                .isEqualTo(3);
        Files.writeString(script, changed);
        Files.writeString(own, "0::/\n");
    }

    private void asInAnImage() throws IOException {
        Files.move(home.resolve("standalone/target/orderwire.jar"), home.resolve("orderwire.jar"));
        Files.createDirectories(home.resolve("lib"));
        Files.writeString(home.resolve("libraries.txt"), "lib/a.jar\nlib/b.jar\n");
        Files.createFile(home.resolve("libraries.jsa"));
        Files.createFile(home.resolve("lib/orderwire-contract-1.jar"));
        Files.createFile(home.resolve("lib/orderwire-runtime-1.jar"));
    }

    private void limit(String value) throws IOException {
        Files.writeString(groups.resolve("memory.max"), value + "\n");
    }

    private String heap(String... arguments) throws Exception {
        Outcome outcome = start(script, arguments);
        assertThat(outcome.code()).as(outcome.errors()).isZero();
        List<String> heaps = new ArrayList<>(named(outcome, "java"));
        heaps.removeIf(option -> !option.startsWith("-Xmx"));
        assertThat(heaps).hasSizeLessThan(2);
        return String.join(" ", heaps);
    }

    @Test
    void shouldDeriveTheHeapFromTheLimitInAnImage() throws Exception {
        asInAnImage();
        limit(String.valueOf(1024 * MIB));
        assertThat(heap("gateway")).isEqualTo("-Xmx707m");
        assertThat(heap("parser")).isEqualTo("-Xmx707m");
        assertThat(heap("ingestor")).isEqualTo("-Xmx707m");
        assertThat(heap("broker")).isEqualTo("-Xmx400m");
        assertThat(heap("demo")).isEqualTo("-Xmx528m");
        assertThat(heap("simulate", "--out", "x")).isEqualTo("-Xmx256m");
        assertThat(heap("topics")).isEqualTo("-Xmx128m");
        assertThat(heap()).isEqualTo("-Xmx128m");
        limit(String.valueOf(4096 * MIB));
        assertThat(heap("gateway")).isEqualTo("-Xmx3318m");
        assertThat(heap("broker")).isEqualTo("-Xmx1936m");
        assertThat(heap("tail")).isEqualTo("-Xmx128m");
        limit(String.valueOf(60L * 1024 * MIB));
        assertThat(heap("gateway")).isEqualTo("-Xmx31744m");
    }

    @Test
    void shouldOnlyLowerTheHeapWhereOthersMayShareTheLimit() throws Exception {
        limit(String.valueOf(4096 * MIB));
        assertThat(heap("gateway")).isEqualTo("-Xmx768m");
        limit(String.valueOf(512 * MIB));
        assertThat(heap("gateway")).isEqualTo("-Xmx272m");
        assertThat(heap("status")).isEqualTo("-Xmx128m");
    }

    @Test
    void shouldKeepItsHeapWithoutALimit() throws Exception {
        asInAnImage();
        assertThat(heap("gateway")).isEqualTo("-Xmx768m");
        for (String value : List.of(
                "max",
                "",
                "-1",
                "1e9",
                "0x10000000",
                "536870912 x",
                "$(touch " + folder + "/ran)",
                "a[$(touch " + folder + "/ran)]",
                "9223372036854771712",
                "18446744073709551615",
                "99999999999999999999999999",
                String.valueOf(64L * 1024 * MIB))) {
            limit(value);
            assertThat(heap("gateway")).as(value).isEqualTo("-Xmx768m");
        }
        assertThat(folder.resolve("ran")).doesNotExist();
        Files.delete(groups.resolve("memory.max"));
        Files.createDirectory(groups.resolve("memory.max"));
        assertThat(heap("gateway")).isEqualTo("-Xmx768m");
        for (String group :
                List.of("", "junk\n", "0::\n", "0::junk\n", "::\n", "0::/../../x/\n", "0::/a b/$(false)\n")) {
            Files.writeString(own, group);
            assertThat(heap("gateway")).as(group).isEqualTo("-Xmx768m");
        }
        Files.delete(own);
        Outcome outcome = start(script, "gateway");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.errors()).isEmpty();
    }

    @Test
    void shouldReadALimitWithLeadingZerosAsDecimal() throws Exception {
        asInAnImage();
        limit("0" + 1024 * MIB);
        assertThat(heap("gateway")).isEqualTo("-Xmx707m");
    }

    @Test
    void shouldTakeTheLowestLimitOfItsGroupAndThoseAboveIt() throws Exception {
        asInAnImage();
        Path inner = Files.createDirectories(groups.resolve("pods/one"));
        Files.writeString(own, "12:cpu,cpuacct:/other\n0::/pods/one\n");
        Files.writeString(inner.resolve("memory.max"), "max\n");
        Files.writeString(groups.resolve("pods/memory.max"), 1024 * MIB + "\n");
        limit(String.valueOf(2048 * MIB));
        assertThat(heap("gateway")).isEqualTo("-Xmx707m");
        Files.writeString(inner.resolve("memory.max"), 512 * MIB + "\n");
        assertThat(heap("gateway")).isEqualTo("-Xmx272m");
    }

    @Test
    void shouldReadTheLimitOfVersionOne() throws Exception {
        asInAnImage();
        Files.writeString(own, "5:devices:/x\n4:hugetlb,memory:/docker/0123\n0::/docker/0123\n");
        Path memory = Files.createDirectories(groups.resolve("memory"));
        Files.writeString(memory.resolve("memory.limit_in_bytes"), "9223372036854771712\n");
        assertThat(heap("gateway")).isEqualTo("-Xmx768m");
        Files.writeString(memory.resolve("memory.limit_in_bytes"), 1024 * MIB + "\n");
        assertThat(heap("gateway")).isEqualTo("-Xmx707m");
    }

    @Test
    void shouldSayWhichLimitIsEnough() throws Exception {
        asInAnImage();
        for (String command : List.of("demo", "run", "broker", "ingestor", "parser", "gateway", "simulate", "topics")) {
            limit(String.valueOf(100 * MIB));
            Outcome refused = start(script, command);
            assertThat(refused.code()).as(command).isEqualTo(2);
            assertThat(refused.errors())
                    .contains("limited to 100 MiB, and " + command + " needs at least")
                    .contains("ORDERWIRE_JAVA_OPTS");
            int enough = Integer.parseInt(refused.errors().replaceAll("(?s).*at least (\\d+) MiB.*", "$1"));
            limit(String.valueOf(enough * MIB));
            assertThat(start(script, command).code()).as(command).isZero();
            limit(String.valueOf((enough - 1) * MIB));
            assertThat(start(script, command).code()).as(command).isEqualTo(2);
        }
        limit("0");
        assertThat(start(script, "parser").errors()).contains("limited to 0 MiB");
    }

    @Test
    void shouldLeaveRoomForTheMemoryOfBlocks() throws Exception {
        asInAnImage();
        variables.put("ORDERWIRE_INGESTOR_DROP_DUPLICATES", "true");
        limit(String.valueOf(512 * MIB));
        assertThat(start(script, "ingestor").errors()).contains("needs at least 945 MiB");
        limit(String.valueOf(945 * MIB));
        assertThat(heap("ingestor")).isEqualTo("-Xmx640m");
    }

    @Test
    void shouldYieldToTheUsersOwnHeap() throws Exception {
        asInAnImage();
        limit(String.valueOf(64 * MIB));
        variables.put("ORDERWIRE_JAVA_OPTS", "-Xmx48m");
        assertThat(heap("gateway")).isEqualTo("-Xmx48m");
        variables.clear();
        for (String option : List.of("-Xmx48m", "-XX:MaxRAMPercentage=50", "-XX:MaxHeapSize=40m")) {
            variables.put("JAVA_TOOL_OPTIONS", option);
            assertThat(heap("gateway")).isEmpty();
        }
    }

    @Test
    void shouldPutTheLibrariesOfTheImagesArchiveFirst() throws Exception {
        asInAnImage();
        Outcome outcome = start(script, "gateway");
        assertThat(named(outcome, "classpath"))
                .containsExactly(String.join(
                        ":",
                        home + "/lib/a.jar",
                        home + "/lib/b.jar",
                        home + "/lib/orderwire-contract-1.jar",
                        home + "/lib/orderwire-runtime-1.jar",
                        home + "/orderwire.jar"));
        assertThat(String.join(" ", named(outcome, "java")))
                .contains("-XX:SharedArchiveFile=/proc/self/fd/")
                .doesNotContain(home.toString());
    }
}
