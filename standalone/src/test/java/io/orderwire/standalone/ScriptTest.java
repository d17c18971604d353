package io.orderwire.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The launcher: what it starts, and with which arguments. */
class ScriptTest extends ScriptCase {
    @Test
    void shouldHandArgumentsOverByEnvironmentOnly() throws Exception {
        Outcome outcome =
                start(home.resolve("orderwire"), "run", "--data", "/data/hl-node/a b", "--state", "", "-D", "source=*");

        assertThat(outcome.code()).isZero();
        assertThat(named(outcome, "argument"))
                .containsExactly("run", "--data", "/data/hl-node/a b", "--state", "", "-D", "source=*");
        assertThat(named(outcome, "classpath"))
                .containsExactly(home.resolve("standalone/target/orderwire.jar").toString());
        assertThat(named(outcome, "java")).last().isEqualTo("io.orderwire.standalone.Main");
        assertThat(String.join(" ", named(outcome, "java")))
                .doesNotContain("a b")
                .doesNotContain(home.toString())
                .contains("-Xmx1g");
    }

    /**
     * Without this flag Java ignores priorities, and the ingestor's threads would take CPU time from the parser's, which
     * would then shed.
     */
    @Test
    void shouldLetThreadsGiveWayWhereAnIngestorRuns() throws Exception {
        for (String command : List.of("run", "demo", "ingestor")) {
            assertThat(named(start(home.resolve("orderwire"), command), "java"))
                    .contains("-XX:ThreadPriorityPolicy=1", "-XX:JavaPriority1_To_OSPriority=10");
        }
        assertThat(named(start(home.resolve("orderwire"), "gateway"), "java"))
                .doesNotContain("-XX:ThreadPriorityPolicy=1");
    }

    @Test
    void shouldStartFromWhatWasPreparedForThisJarWithoutNamingIt() throws Exception {
        Path prepared = Files.createFile(home.resolve("standalone/target/orderwire.jsa"));
        Files.setLastModifiedTime(prepared, FileTime.from(Instant.now().minusSeconds(60)));
        assertThat(String.join(" ", named(start(home.resolve("orderwire"), "status"), "java")))
                .doesNotContain("SharedArchiveFile");

        Files.setLastModifiedTime(prepared, FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(String.join(" ", named(start(home.resolve("orderwire"), "status"), "java")))
                .contains("-XX:SharedArchiveFile=/proc/self/fd/")
                .doesNotContain(home.toString());
    }

    /** With a fake Java 25, which takes a cache unless the collector is another one. */
    @Test
    void shouldStartFromACacheWithProfilesIfJavaTakesIt() throws Exception {
        executable(
                java.resolve("bin/java"),
                "case \"$*\" in *ZGC*AOTMode=on*) exit 1 ;; esac",
                "case \"$*\" in *-version*) echo 'openjdk version \"25.0.1\"' >&2; exit 0 ;; esac",
                "printf 'java: %s\\n' \"$@\"");
        Path prepared = Files.createFile(home.resolve("standalone/target/orderwire.aot"));
        Files.setLastModifiedTime(prepared, FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(named(start(home.resolve("orderwire"), "run"), "java")).contains("-XX:AOTCache=/proc/self/fd/8");
        variables.put("ORDERWIRE_JAVA_OPTS", "-XX:+UseZGC");
        assertThat(String.join(" ", named(start(home.resolve("orderwire"), "run"), "java")))
                .contains("-XX:+UseZGC")
                .doesNotContain("AOTCache");
    }

    /** With a fake Java 25 that writes what it is told to write. */
    @Test
    void shouldPrepareACacheWithProfilesWhereJavaHasThem() throws Exception {
        executable(
                java.resolve("bin/java"),
                "case \"$*\" in",
                "  *-version*) echo 'openjdk version \"25.0.1\"' >&2 ;;",
                "  *AOTMode=record*) echo ready; touch orderwire-new.profile ;;",
                "  *AOTMode=create*) [[ -f orderwire-new.profile && $* != */* ]] && touch orderwire-new.aot ;;",
                "esac");

        Outcome outcome = start(home.resolve("orderwire"), "prepare");

        assertThat(outcome.code()).as(outcome.errors()).isZero();
        assertThat(home.resolve("standalone/target/orderwire.aot")).exists();
        assertThat(home.resolve("standalone/target/orderwire-new.profile")).doesNotExist();
    }

    /**
     * A fake Java that, like the real one, reports the variables with options, and refuses two collectors, and a heap size
     * beside an {@code -Xms} in a variable.
     */
    private void strictJava() throws IOException {
        executable(
                java.resolve("bin/java"),
                "all=\" $JAVA_TOOL_OPTIONS $JDK_JAVA_OPTIONS $* \"",
                "[[ -z $JAVA_TOOL_OPTIONS ]] || echo \"Picked up JAVA_TOOL_OPTIONS: $JAVA_TOOL_OPTIONS\" >&2",
                "[[ -z $JDK_JAVA_OPTIONS ]] || echo \"NOTE: Picked up JDK_JAVA_OPTIONS: $JDK_JAVA_OPTIONS\" >&2",
                "if (($(grep -oE -- '-XX:[+]Use[A-Za-z0-9]+GC' <<<\"$all\" | sort -u | wc -l) > 1)); then",
                "  echo 'Multiple garbage collectors selected' >&2; exit 1; fi",
                "if [[ $JAVA_TOOL_OPTIONS$JDK_JAVA_OPTIONS == *-Xms* && $* == *-Xm[sx]* ]]; then",
                "  echo 'Initial heap size' >&2; exit 1; fi",
                "case \"$*\" in *-version*) echo 'openjdk version \"17.0.9\"' >&2; exit 0 ;; esac",
                "printf 'java: %s\\n' \"$@\"");
    }

    @Test
    void shouldYieldToTheCollectorAndHeapOfTheUsersOwnOptions() throws Exception {
        strictJava();
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
            for (String own : List.of(
                    "-XX:+UseG1GC",
                    "-XX:+UseZGC -Dx=y",
                    "-Dx=\"a b\" -XX:+UseSerialGC",
                    "-XX:+UseParallelGC",
                    "-Xms2g",
                    "-XX:+UseG1GC -Xms2g",
                    "-Dx='version \"8.0.1\"'",
                    "-XX:+UseGCOverheadLimit")) {
                variables.clear();
                variables.put(variable, own);
                for (String command : List.of("status", "demo", "gateway", "simulate")) {
                    Outcome outcome = start(home.resolve("orderwire"), command);
                    assertThat(outcome.code())
                            .as("%s=%s %s: %s", variable, own, command, outcome.errors())
                            .isZero();
                    assertThat(named(outcome, "java").stream().anyMatch(option -> option.matches("-XX:[+]Use.*GC")))
                            .as("%s=%s %s", variable, own, command)
                            .isEqualTo(!own.matches(".*Use\\w+GC\\b.*"));
                    assertThat(named(outcome, "java").stream().anyMatch(option -> option.startsWith("-Xmx")))
                            .isEqualTo(!own.contains("-Xms"));
                }
            }
        }
    }

    @Test
    void shouldEndThePipelinesProcessesWhenJavaIsOutOfMemory() throws Exception {
        for (String command : List.of("demo", "run", "ingestor", "parser", "gateway", "simulate")) {
            assertThat(named(start(home.resolve("orderwire"), command), "java"))
                    .as(command)
                    .contains("-XX:+ExitOnOutOfMemoryError");
        }
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "ORDERWIRE_JAVA_OPTS")) {
            for (String own : List.of(
                    "-XX:-ExitOnOutOfMemoryError", "-XX:+CrashOnOutOfMemoryError", "-XX:OnOutOfMemoryError=true")) {
                variables.clear();
                variables.put(variable, own);
                assertThat(named(start(home.resolve("orderwire"), "parser"), "java"))
                        .as("%s=%s", variable, own)
                        .doesNotContain("-XX:+ExitOnOutOfMemoryError");
            }
        }
        variables.clear();
        variables.put("ORDERWIRE_JAVA_OPTS", "-Xmx2g");
        assertThat(named(start(home.resolve("orderwire"), "run"), "java"))
                .contains("-Xmx2g", "-XX:+ExitOnOutOfMemoryError");
    }

    /** With a fake Java that ends before it is ready. */
    @Test
    void shouldSayThatItCouldNotPrepare() throws Exception {
        executable(
                java.resolve("bin/java"),
                "case \"$*\" in *-version*) echo 'openjdk version \"17.0.9\"' >&2; exit 0 ;; esac",
                "exit 3");

        assertThat(start(home.resolve("orderwire"), "prepare"))
                .matches(outcome -> outcome.code() == 2
                        && outcome.errors().contains("ended with 3")
                        && outcome.errors().contains("says why"));
        assertThat(home.resolve("standalone/target/orderwire.jsa")).doesNotExist();
    }

    @Test
    void shouldStayInTheCallersFolderAndFindItselfThroughASymlink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("ow"), home.resolve("orderwire"));

        Outcome outcome = start(link, "status");

        assertThat(named(outcome, "folder")).containsExactly(folder.toRealPath().toString());
        assertThat(named(outcome, "classpath"))
                .containsExactly(home.toRealPath()
                        .resolve("standalone/target/orderwire.jar")
                        .toString());
    }

    @Test
    void shouldStartTheJarBesideItWhereItWasUnpackedWithoutSources() throws Exception {
        Path unpacked = Files.createDirectories(folder.resolve("orderwire-0.1.0"));
        Files.copy(SCRIPT, unpacked.resolve("orderwire"));
        Files.createFile(unpacked.resolve("orderwire.jar"));
        Files.createDirectories(unpacked.resolve("lib"));

        assertThat(named(start(unpacked.resolve("orderwire"), "status"), "classpath"))
                .containsExactly(unpacked.resolve("orderwire.jar").toString());
        assertThat(start(unpacked.resolve("orderwire"), "bench", "latency"))
                .matches(outcome -> outcome.code() == 2 && outcome.errors().contains("needs a clone of the sources"));
    }

    @Test
    void shouldStartTheBenchmarksOwnProgram() throws Exception {
        Files.createDirectories(home.resolve("benchmarks/target"));
        Files.createFile(home.resolve("benchmarks/target/benchmarks.jar"));

        Outcome outcome = start(home.resolve("orderwire"), "bench", "latency");

        assertThat(named(outcome, "java")).last().isEqualTo("io.orderwire.benchmarks.Main");
        assertThat(named(outcome, "argument")).containsExactly("latency");
    }

    @Test
    void shouldSayWhenJavaIsTooOldOrMissing() throws Exception {
        fakeJava("11.0.2");
        assertThat(start(home.resolve("orderwire"), "status"))
                .matches(outcome -> outcome.code() == 2 && outcome.errors().contains("17 or newer"));

        Files.delete(java.resolve("bin/java"));
        assertThat(start(home.resolve("orderwire"), "status"))
                .matches(outcome -> outcome.code() == 2 && outcome.errors().contains("JAVA_HOME"));
    }

    @Test
    void shouldBuildWhenASourceIsNewerAndOnlyThen() throws Exception {
        Path source = home.resolve("contract/src/main/java/Order.java");
        Files.createDirectories(source.getParent());
        Files.writeString(home.resolve("pom.xml"), "");
        Files.writeString(source, "");
        executable(java.resolve("bin/javac"));
        executable(folder.resolve("bin/mvn"), "echo built >>'" + folder.resolve("builds") + "'", "echo noise");
        setModified(home.resolve("standalone/target/orderwire.jar"), 2_000);
        setModified(home.resolve("pom.xml"), 1_000);
        setModified(source, 1_000);

        start(home.resolve("orderwire"), "status");
        assertThat(folder.resolve("builds")).doesNotExist();

        setModified(source, 3_000);
        Outcome built = start(home.resolve("orderwire"), "status");
        assertThat(built.out()).noneMatch(line -> line.contains("noise"));
        start(home.resolve("orderwire"), "status");
        assertThat(folder.resolve("builds")).hasContent("built");
    }

    /**
     * If two start after an edit, one builds and the other waits for the lock. A Java that inherited the lock would hold it
     * as long as it runs.
     */
    @Test
    void shouldNotHandTheLockOfABuildThatItWaitedForToJava() throws Exception {
        Path jar = home.resolve("standalone/target/orderwire.jar");
        Files.writeString(home.resolve("pom.xml"), "");
        setModified(jar, 1_000);
        executable(java.resolve("bin/javac"));
        executable(folder.resolve("bin/mvn"), "exit 1");
        executable(folder.resolve("bin/flock"), "touch '" + jar + "'");

        Outcome outcome = start(home.resolve("orderwire"), "status");

        assertThat(outcome.code()).isZero();
        assertThat(named(outcome, "argument")).containsExactly("status");
        assertThat(named(outcome, "locked")).isEmpty();
    }

    /** A supervisor starts all processes at once after the sources were updated. */
    @Test
    void shouldStartAllOfSeveralThatNeedABuildAtOnce() throws Exception {
        Path jar = home.resolve("standalone/target/orderwire.jar");
        Files.writeString(home.resolve("pom.xml"), "");
        setModified(jar, 1_000);
        executable(java.resolve("bin/javac"));
        Path lockers = folder.resolve("lockers");
        executable(
                folder.resolve("bin/flock"),
                "echo $$ >>'" + lockers + "'",
                "exec \"$(type -ap flock | tail -1)\" \"$@\"");
        // A fake Maven that ends once all three launchers have found the jar to be old, or after a minute.
        executable(
                folder.resolve("bin/mvn"),
                "echo built >>'" + folder.resolve("builds") + "'",
                "for ((i = 0; i < 1200 && $(wc -l <'" + lockers + "') < 3; i++)); do sleep 0.05; done",
                "touch standalone/target/orderwire.jar");
        ExecutorService starters = Executors.newFixedThreadPool(3);
        try {
            List<Future<Outcome>> starts = new ArrayList<>();
            for (String command : List.of("ingestor", "parser", "gateway")) {
                starts.add(starters.submit(() -> start(home.resolve("orderwire"), command)));
            }
            for (Future<Outcome> begun : starts) {
                Outcome outcome = begun.get(60, TimeUnit.SECONDS);
                assertThat(outcome.code()).as(outcome.errors()).isZero();
                assertThat(named(outcome, "locked")).isEmpty();
            }
        } finally {
            starters.shutdownNow();
        }
        assertThat(folder.resolve("builds")).hasContent("built");
        assertThat(Files.readAllLines(lockers)).hasSize(3);
    }

    /** In the C locale neither Maven nor what it builds could name a folder with a letter beyond ASCII. */
    @Test
    void shouldBuildAndStartInALocaleThatCanNameEveryFile() throws Exception {
        Files.writeString(home.resolve("pom.xml"), "");
        Files.delete(home.resolve("standalone/target/orderwire.jar"));
        executable(java.resolve("bin/javac"));
        executable(
                folder.resolve("bin/mvn"),
                "locale charmap >'" + folder.resolve("charset") + "'",
                "touch standalone/target/orderwire.jar");
        variables.put("LC_ALL", "C");
        variables.put("LANG", "C");

        assertThat(start(home.resolve("orderwire"), "status").code()).isZero();
        assertThat(folder.resolve("charset")).hasContent("UTF-8");
    }

    @Test
    void shouldNotStartWhatCouldNotBeBuilt() throws Exception {
        Files.writeString(home.resolve("pom.xml"), "");
        Files.delete(home.resolve("standalone/target/orderwire.jar"));
        executable(java.resolve("bin/javac"));
        executable(folder.resolve("bin/mvn"), "exit 1");

        Outcome outcome = start(home.resolve("orderwire"), "status");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.errors()).contains("the build failed");
    }

    private static void setModified(Path file, long epochSecond) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(epochSecond)));
    }
}
