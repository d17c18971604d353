package io.orderwire.ingestor.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.orderwire.contract.position.HourFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names, links and folders that are not hour files, and files that an interrupted prune left. */
class PrunedFolderTest extends PruneCase {
    @Test
    void shouldLeaveForeignNamesAlone() throws IOException {
        writeAndRead("20260505/1", "20260505/19");
        for (String name : List.of(
                "99999999/23",
                "20261399/7",
                "20260229/7",
                "2026050/1",
                "202605050/1",
                "20260505/24",
                "20260505/01",
                "20260505/1.gz",
                "20260505/x.orderwire-pruning",
                "20260505/+1",
                "latest",
                "notes/1")) {
            write(name);
        }
        Files.createDirectories(hourly().resolve("20260505/7/a folder"));
        Path outside = Files.writeString(data.resolve("outside"), BYTES);
        Files.createSymbolicLink(hourly().resolve("20260505/8"), outside);
        Files.createSymbolicLink(hourly().resolve("20260505/9"), data.resolve("nothing"));
        Path dates = Files.createDirectories(data.resolve("dates"));
        Files.writeString(dates.resolve("3"), BYTES);
        Files.createSymbolicLink(hourly().resolve("20260503"), dates);
        List<String> before = names();

        PruneReport report = prune(false);

        assertThat(deleted(report)).containsExactly("20260505/1");
        before.remove("20260505/1");
        assertThat(names()).isEqualTo(before);
        assertThat(dates.resolve("3")).exists();
        assertThat(kept(report)).containsOnlyKeys("20260505/19");
        assertThat(report.lines()).contains("left alone: 16 names that are not hour files");
    }

    @Test
    void shouldNotOpenAPipe() throws Exception {
        writeAndRead("20260505/1", "20260505/19");
        Path pipe = hourly().resolve("20260505/2");
        Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(made.waitFor()).isZero();

        assertThat(deleted(prune(false))).containsExactly("20260505/1");
        assertThat(pipe).exists();
    }

    @Test
    void shouldFollowNoLinkBelowTheDataFolder() throws IOException {
        writeAndRead("20260505/1", "20260505/19");
        Files.move(data.resolve("streaming"), data.resolve("real"));
        Files.createSymbolicLink(data.resolve("streaming"), data.resolve("real"));

        PruneReport report = prune(false);

        assertThat(report.outcomes()).isEmpty();
        assertThat(report.lines())
                .anyMatch(line -> line.endsWith("streaming is a symbolic link, which is not followed"));
        assertThat(names()).containsExactly("20260505/1", "20260505/19");
    }

    @Test
    void shouldDoNothingWithoutAFolder() {
        assertThat(prune(false).lines()).containsExactly("freed 0 B in 0 files, kept 0 B in 0 files");
    }

    @Test
    void shouldFinishWhatAnInterruptedPruneBegan() throws IOException {
        writeAndRead("20260505/1", "20260505/2", "20260505/3", "20260505/19");
        unparsed.add(HourFile.parse("20260505/2"), "partition 0 at offset 1 of 2");
        for (String hour : List.of("1", "2")) {
            Path file = hourly().resolve("20260505").resolve(hour);
            Files.move(file, SetAside.aside(file));
        }
        Path third = hourly().resolve("20260505/3");
        Files.createLink(SetAside.aside(third), third);

        PruneReport report = prune(false);

        assertThat(deleted(report)).containsExactly("20260505/1", "20260505/3");
        assertThat(kept(report)).containsKey("20260505/2");
        assertThat(names()).containsExactly("20260505/19", "20260505/2");
    }

    @Test
    void shouldKeepWhatAnInterruptedPruneLeftIfItsHourHasAnotherFile() throws IOException {
        writeAndRead("20260505/1", "20260505/19");
        Path file = hourly().resolve("20260505/1");
        Files.move(file, SetAside.aside(file));
        write("20260505/1", "another\n", NOW.minus(KEEP));

        PruneReport report = prune(false);

        assertThat(names()).containsExactly("20260505/1", "20260505/1.orderwire-pruning", "20260505/19");
        assertThat(report.lines()).anyMatch(line -> line.contains("an interrupted prune left it"));
    }

    @Test
    void shouldRemoveOnlyEmptyFoldersOfDatesThatAreOver() throws IOException {
        writeAndRead("20260505/19");
        for (String date : List.of("20260501", "20260504", "20260505", "20260506", "20261399", "notes")) {
            Files.createDirectories(hourly().resolve(date));
        }
        write("20260503/x");

        prune(false);

        assertThat(hourly().toFile().list())
                .containsExactlyInAnyOrder("20260503", "20260505", "20260506", "20261399", "notes");
    }

    @Test
    void shouldReportAFolderThatCannotBeListedAndPruneTheOthers() throws IOException {
        writeAndRead("20260504/1", "20260505/1", "20260505/19");
        Path locked = hourly().resolve("20260504");
        assumeFalse("root".equals(System.getProperty("user.name")), "root reads every folder");
        assertThat(locked.toFile().setReadable(false)).isTrue();

        PruneReport report = prune(false);

        assertThat(locked.toFile().setReadable(true)).isTrue();
        assertThat(deleted(report)).containsExactly("20260505/1");
        assertThat(report.lines()).anyMatch(line -> line.contains("20260504 cannot be listed"));
    }
}
