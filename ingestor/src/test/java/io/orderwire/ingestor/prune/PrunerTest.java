package io.orderwire.ingestor.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.UncountedBytes;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which files are deleted, and why the others are kept. */
class PrunerTest extends PruneCase {
    @Test
    void shouldDeleteWhatIsCommittedAndKeepTheNewest() throws IOException {
        writeAndRead("20260504/23", "20260505/9", "20260505/10");

        PruneReport report = prune(false);

        assertThat(deleted(report)).containsExactly("20260504/23", "20260505/9");
        assertThat(kept(report)).containsExactly(Map.entry("20260505/10", Reason.NEWEST));
        assertThat(names()).containsExactly("20260505/10");
        assertThat(hourly().resolve("20260504")).as("is empty, and over").doesNotExist();
        assertThat(report.lines())
                .containsExactly(
                        "deleted 20260504/23 (85 B)",
                        "deleted 20260505/9 (84 B)",
                        "kept 20260505/10: it is the newest one",
                        "removed the empty folder 20260504",
                        "freed 169 B in 2 files, kept 85 B in 1 file");
    }

    @Test
    void shouldChangeNothingInADryRun() throws IOException {
        writeAndRead("20260504/23", "20260505/9", "20260505/10");
        Files.move(hourly().resolve("20260505/9"), SetAside.aside(hourly().resolve("20260505/9")));
        Files.createDirectories(hourly().resolve("20260501"));
        List<String> before = names();

        PruneReport report = prune(true);

        assertThat(names()).isEqualTo(before);
        assertThat(hourly().resolve("20260501")).isEmptyDirectory();
        assertThat(report.lines())
                .contains("would delete 20260504/23 (85 B)", "would delete 20260505/9 (84 B)")
                .endsWith("would free 169 B in 2 files, would keep 85 B in 1 file");
    }

    @Test
    void shouldKeepWhatTheCheckpointDoesNotProve() throws IOException {
        writeAndRead("20260505/1", "20260505/2", "20260505/3", "20260505/4", "20260505/5", "20260505/6", "20260505/19");
        write("20260505/7");
        write("20260505/8");
        states.set(0, states.get(0).seen(states.get(0).seen() + 10));
        write("20260505/2", BYTES + "20260505/2\nmore\n", NOW.minus(KEEP));
        write("20260505/3", BYTES.toUpperCase(Locale.ROOT) + "20260505/3\n", NOW.minus(KEEP));
        write("20260505/4", BYTES, NOW.minus(KEEP));
        FileState fifth = states.get(4);
        states.set(
                4,
                new FileState(
                        fifth.file(),
                        new FileState.Progress(fifth.offset(), 0, 0),
                        fifth.seen(),
                        -1,
                        new FileState.Hashes(fifth.fingerprint(), fifth.head(), READ),
                        false));
        FileState sixth = states.get(5);
        states.set(
                5,
                new FileState(
                        sixth.file(),
                        new FileState.Progress(sixth.offset(), 0, 0),
                        sixth.seen(),
                        -1,
                        new FileState.Hashes(sixth.fingerprint(), sixth.head(), "--------"),
                        true));
        states.add(read("20260505/8"));
        uncounted.add(new UncountedBytes("id", HourFile.parse("20260505/8"), 1, 0, 5, "", 1, 2));

        PruneReport report = prune(false);

        assertThat(deleted(report)).isEmpty();
        assertThat(kept(report))
                .containsEntry("20260505/1", Reason.UNREAD)
                .containsEntry("20260505/2", Reason.UNREAD)
                .containsEntry("20260505/3", Reason.OTHER)
                .containsEntry("20260505/4", Reason.OTHER)
                .containsEntry("20260505/5", Reason.GROWING)
                .containsEntry("20260505/6", Reason.BEGINNING)
                .containsEntry("20260505/7", Reason.UNKNOWN)
                .containsEntry("20260505/8", Reason.COUNTING)
                .containsEntry("20260505/19", Reason.NEWEST);
        assertThat(asked).as("Kafka is not asked for files that stay anyway").isFalse();
        assertThat(report.lines()).contains("kept 20260505/2: not read to its end: 84 of 89 bytes");
    }

    @Test
    void shouldTakeTheNewestGenerationForTheFile() throws IOException {
        writeAndRead("20260505/1", "20260505/2", "20260505/19");
        FileState first = states.get(0);
        states.add(new FileState(
                first.file().nextGeneration(),
                new FileState.Progress(first.offset(), 0, 0),
                first.seen(),
                -1,
                new FileState.Hashes(first.fingerprint(), "", READ),
                true));
        states.add(FileState.unread(HourFile.parse("20260505/2")).asSettled());
        states.set(1, read("20260505/2~1"));

        PruneReport report = prune(false);

        assertThat(kept(report)).containsEntry("20260505/1", Reason.OTHER);
        assertThat(deleted(report)).containsExactly("20260505/2");
    }

    @Test
    void shouldKeepWhatIsNotParsedOrLost() throws IOException {
        writeAndRead("20260505/1", "20260505/2", "20260505/3", "20260505/19");
        unparsed.add(HourFile.parse("20260505/1~1"), "partition 3 at offset 17 of 20");
        losses.add(shedBytes("20260505/2").gap(4L).toJson(), "gaps at offset 1", NOW.toEpochMilli());

        PruneReport report = prune(false);

        assertThat(deleted(report)).containsExactly("20260505/3");
        assertThat(report.lines())
                .contains("kept 20260505/1: not parsed yet (partition 3 at offset 17 of 20)")
                .anyMatch(line -> line.startsWith("kept 20260505/2: events of it have been lost"));
    }

    private static UncountedBytes shedBytes(String hour) {
        return new UncountedBytes("id", HourFile.parse(hour), 1, 0, 5, "", 1, 2);
    }

    @Test
    void shouldKeepAllIfAnythingMayBeUnparsed() throws IOException {
        writeAndRead("20260505/1", "20260505/19");
        unparsed.addAll("partition 0: raw records are gone");

        assertThat(kept(prune(false))).containsEntry("20260505/1", Reason.UNPARSED);
    }

    @Test
    void shouldDeleteNothingIfKafkaDoesNotAnswer() throws IOException {
        writeAndRead("20260505/1", "20260505/19");
        Facts silent = partitions -> {
            throw new ProcessExit(ExitCode.KAFKA, "no answer");
        };

        assertThatThrownBy(() -> pruner(silent).prune(false)).hasMessage("no answer");
        assertThat(names()).containsExactly("20260505/1", "20260505/19");
    }

    @Test
    void shouldKeepYoungFilesAndThoseOfTheFuture() throws IOException {
        writeAndRead("20260505/1", "20260505/2", "20260505/3", "20260505/19", "20260505/21", "20991231/23");
        Path young = hourly().resolve("20260505/1");
        Files.setLastModifiedTime(young, FileTime.from(NOW.minus(KEEP).plusSeconds(1)));
        Path ahead = hourly().resolve("20260505/2");
        Files.setLastModifiedTime(ahead, FileTime.from(NOW.plusSeconds(60)));

        PruneReport report = prune(false);

        assertThat(deleted(report)).containsExactly("20260505/3");
        assertThat(kept(report))
                .containsEntry("20260505/1", Reason.YOUNG)
                .containsEntry("20260505/2", Reason.YOUNG)
                // The newest file stays protected even if there is a file of a future hour.
                .containsEntry("20260505/19", Reason.NEWEST)
                .containsEntry("20260505/21", Reason.FUTURE)
                .containsEntry("20991231/23", Reason.FUTURE);
        assertThat(report.lines()).contains("kept 20260505/1: it was changed 119 min ago");
    }
}
