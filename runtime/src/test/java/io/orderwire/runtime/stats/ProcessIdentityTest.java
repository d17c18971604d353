package io.orderwire.runtime.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTest {
    @TempDir
    private Path proc;

    private ProcessIdentity written;

    @BeforeEach
    void write() throws IOException {
        boot("0e5a");
        namespace("pid:[4026531836]");
        Files.createSymbolicLink(proc.resolve("self"), Path.of("42"));
        process(1, 3);
        process(42, 7_000);
        written = ProcessIdentity.create(proc);
    }

    private void boot(String id) throws IOException {
        Path file = proc.resolve("sys/kernel/random/boot_id");
        Files.createDirectories(file.getParent());
        Files.writeString(file, id + "\n");
    }

    private void namespace(String name) throws IOException {
        Path link = Files.createDirectories(proc.resolve("42/ns")).resolve("pid");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(name));
    }

    private void process(long pid, long startTicks) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.writeString(
                folder.resolve("stat"),
                pid + " (a) b (java) S 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 " + startTicks + " 9 9\n");
    }

    /** Another process, with the id 43, reads the files from now on. */
    private void seenByAnother() throws IOException {
        process(43, 8_000);
        Files.delete(proc.resolve("self"));
        Files.createSymbolicLink(proc.resolve("self"), Path.of("43"));
        Files.createDirectories(proc.resolve("43/ns"));
        Files.createSymbolicLink(proc.resolve("43/ns/pid"), Path.of("pid:[4026531836]"));
    }

    private void end() throws IOException {
        Files.delete(proc.resolve("42/ns/pid"));
        Files.delete(proc.resolve("42/ns"));
        Files.delete(proc.resolve("42/stat"));
        Files.delete(proc.resolve("42"));
    }

    @Test
    void shouldNameTheProcessAsTheKernelDoes() {
        assertThat(written.pid()).isEqualTo(42);
        assertThat(written.startTicks()).isEqualTo(7_000);
        assertThat(written.boot()).isEqualTo("0e5a");
        assertThat(written.pidNamespace()).isEqualTo("pid:[4026531836]");
        assertThat(written.id()).isNotEqualTo(ProcessIdentity.create(proc).id());
    }

    @Test
    void shouldNotTakeARunningProcessForGone() throws IOException {
        seenByAnother();
        assertThat(written.isGone(proc)).isFalse();
        assertThat(ProcessIdentity.create().isGone()).isFalse();
    }

    @Test
    void shouldProveThatAProcessIsGoneOrItsNumberAnothers() throws IOException {
        seenByAnother();
        process(42, 7_001);
        assertThat(written.isGone(proc)).isTrue();
        end();
        assertThat(written.isGone(proc)).isTrue();
    }

    @Test
    void shouldProveNothingAboutAnotherMachineOrNamespaceOrWithoutTheKernelsHelp() throws IOException {
        seenByAnother();
        end();
        boot("77ff");
        assertThat(written.isGone(proc)).isFalse();
        boot("0e5a");
        Files.delete(proc.resolve("43/ns/pid"));
        assertThat(written.isGone(proc)).as("no namespaces").isFalse();
        Files.createSymbolicLink(proc.resolve("43/ns/pid"), Path.of("pid:[1]"));
        assertThat(written.isGone(proc)).as("another namespace").isFalse();
        Files.delete(proc.resolve("43/ns/pid"));
        Files.createSymbolicLink(proc.resolve("43/ns/pid"), Path.of("pid:[4026531836]"));
        assertThat(written.isGone(proc)).isTrue();
        Files.delete(proc.resolve("1/stat"));
        Files.delete(proc.resolve("1"));
        assertThat(written.isGone(proc)).as("others are hidden").isFalse();
    }

    @Test
    void shouldKnowNothingMoreThanTheNumberWithoutProc() {
        Path none = proc.resolve("none");
        ProcessIdentity identity = ProcessIdentity.create(none);
        assertThat(identity.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(identity.boot()).isEmpty();
        assertThat(identity.startTicks()).isEqualTo(-1);
        assertThat(identity.isGone(none)).isFalse();
        assertThat(written.isGone(none)).isFalse();
    }
}
