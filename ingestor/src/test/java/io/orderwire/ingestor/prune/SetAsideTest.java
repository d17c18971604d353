package io.orderwire.ingestor.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.prune.FoundFile.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that changes or is replaced while it is being deleted. */
class SetAsideTest {
    private static final FileTime OLD = FileTime.from(Instant.parse("2026-05-05T18:00:00Z"));

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("17"), "whole\n");
        Files.setLastModifiedTime(file, OLD);
    }

    private FoundFile found() throws IOException {
        return new FoundFile(new HourFile(20260505, 17, 0), file, Objects.requireNonNull(Identity.of(file)));
    }

    private interface Change {
        void to(Path aside) throws IOException;
    }

    private static SetAside meanwhile(Change change) {
        return new SetAside(aside -> {
            try {
                change.to(aside);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void shouldDeleteAFileThatIsTheSame() throws IOException {
        assertThat(new SetAside().delete(found(), path -> true).deletes()).isTrue();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldKeepAFileThatGrows() throws IOException {
        SetAside setAside = meanwhile(aside -> Files.writeString(aside, "more\n", StandardOpenOption.APPEND));

        PruneDecision decision = setAside.delete(found(), path -> true);

        assertThat(decision.reason()).isEqualTo(Reason.GROWING);
        assertThat(file).hasContent("whole\nmore\n");
        assertThat(folder.toFile().list()).containsExactly("17");
    }

    @Test
    void shouldKeepAFileThatIsWrittenInPlace() throws IOException {
        SetAside setAside = meanwhile(aside -> Files.writeString(aside, "WHOLE\n"));

        assertThat(setAside.delete(found(), path -> true).reason()).isEqualTo(Reason.GROWING);
        assertThat(file).hasContent("WHOLE\n");
    }

    @Test
    void shouldKeepAFileWhoseBytesAreNotThoseThatWereExamined() throws IOException {
        assertThat(new SetAside().delete(found(), path -> false).reason()).isEqualTo(Reason.GROWING);
        assertThat(file).hasContent("whole\n");
    }

    @Test
    void shouldKeepAnotherFileUnderTheSameName() throws IOException {
        FoundFile examined = found();
        Files.move(file, folder.resolve("elsewhere"));
        Files.writeString(file, "other\n");
        Files.setLastModifiedTime(file, OLD);

        assertThat(new SetAside().delete(examined, path -> true).reason()).isEqualTo(Reason.GROWING);
        assertThat(file).hasContent("other\n");
    }

    @Test
    void shouldNotReplaceAFileThatTheNodeCreatesMeanwhile() throws IOException {
        SetAside setAside = meanwhile(aside -> {
            Files.writeString(aside, "more\n", StandardOpenOption.APPEND);
            Files.writeString(file, "new\n");
        });

        PruneDecision decision = setAside.delete(found(), path -> true);

        assertThat(decision.text()).contains("17.orderwire-pruning now");
        assertThat(file).hasContent("new\n");
        assertThat(SetAside.aside(file)).hasContent("whole\nmore\n");
    }

    @Test
    void shouldDeleteOnlyTheExaminedFileIfTheNodeCreatesAnotherMeanwhile() throws IOException {
        SetAside setAside = meanwhile(aside -> Files.writeString(file, "new\n"));

        assertThat(setAside.delete(found(), path -> true).deletes()).isTrue();
        assertThat(file).hasContent("new\n");
        assertThat(folder.toFile().list()).containsExactly("17");
    }

    @Test
    void shouldGiveTheNameBackIfTheComparisonFails() throws IOException {
        assertThatThrownBy(() -> new SetAside().delete(found(), path -> {
                    throw new IOException("cannot read");
                }))
                .hasMessage("cannot read");

        assertThat(file).hasContent("whole\n");
        assertThat(folder.toFile().list()).containsExactly("17");
    }

    @Test
    void shouldNotTouchWhatAnInterruptedPruneLeft() throws IOException {
        Files.writeString(SetAside.aside(file), "left\n");

        assertThat(new SetAside().delete(found(), path -> true).reason()).isEqualTo(Reason.FAILED);
        assertThat(file).hasContent("whole\n");
        assertThat(SetAside.aside(file)).hasContent("left\n");
    }

    @Test
    void shouldReportAFileThatIsGone() throws IOException {
        FoundFile examined = found();
        Files.delete(file);

        assertThat(new SetAside().delete(examined, path -> true).text()).isEqualTo("it is gone");
    }
}
