package io.orderwire.ingestor.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.ingestor.recover.FileState;
import io.orderwire.ingestor.recover.Fingerprint;
import io.orderwire.ingestor.recover.IngestorState;
import io.orderwire.ingestor.recover.Jump;
import io.orderwire.orders.HourFile;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a node's folder are deleted. It is 20:30 on 5 May 2026, and files are kept for two hours. */
class PrunerTest {
    private static final Instant NOW = Instant.parse("2026-05-05T20:30:00Z");
    private static final Duration KEEP = Duration.ofHours(2);
    private static final String BYTES = "a line of an hour file that is longer than the first segment of 64 bytes\n";
    private static final String READ = "0123abcd";

    @TempDir
    private Path data;

    private final List<FileState> states = new ArrayList<>();
    private final List<Jump> jumps = new ArrayList<>();
    private final Unparsed unparsed = new Unparsed();
    private final Losses losses = new Losses();
    private boolean asked;

    private Path hourly() {
        return data.resolve("streaming/hourly");
    }

    private Path write(String hour) throws IOException {
        return write(hour, BYTES + hour + "\n", NOW.minus(Duration.ofHours(3)));
    }

    private Path write(String hour, String text, Instant modified) throws IOException {
        Path file = hourly().resolve(hour);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(modified));
        return file;
    }

    /** The state of a file that the ingestor read from its first byte to its last one. */
    private FileState read(String hour) throws IOException {
        HourFile id = HourFile.parse(hour);
        try (FileChannel channel = FileChannel.open(id.in(hourly()), StandardOpenOption.READ)) {
            long size = channel.size();
            String before = Fingerprint.before(channel, size);
            return new FileState(id, size, size, 0, size, -1, before, Fingerprint.head(channel, size), READ, true);
        }
    }

    private void writeAndRead(String... hours) throws IOException {
        for (String hour : hours) {
            write(hour);
            states.add(read(hour));
        }
    }

    private PruneReport prune(boolean dryRun) {
        Facts facts = partitions -> {
            asked = true;
            assertThat(partitions).isEqualTo(4);
            return new Facts.Proof(unparsed, losses);
        };
        return pruner(facts).prune(dryRun);
    }

    private Pruner pruner(Facts facts) {
        IngestorState first = IngestorState.first("owner", 4);
        IngestorState state = new IngestorState(
                "owner", HourFile.parse("00000000/0"), states, first.nextSeq(), first.totals(), jumps, 0);
        return new Pruner(data.resolve("streaming"), KEEP, () -> state, facts, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Map<String, Reason> kept(PruneReport report) {
        Map<String, Reason> kept = new TreeMap<>();
        report.outcomes().stream()
                .filter(outcome -> !outcome.verdict().deletes())
                .forEach(outcome ->
                        kept.put(outcome.hour().toString(), outcome.verdict().reason()));
        return kept;
    }

    private static List<String> deleted(PruneReport report) {
        return report.outcomes().stream()
                .filter(outcome -> outcome.verdict().deletes())
                .map(outcome -> outcome.hour().toString())
                .toList();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.walk(hourly())) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> hourly().relativize(path).toString())
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

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
        write("20260505/3", BYTES.toUpperCase(java.util.Locale.ROOT) + "20260505/3\n", NOW.minus(KEEP));
        write("20260505/4", BYTES, NOW.minus(KEEP));
        FileState fifth = states.get(4);
        states.set(
                4,
                new FileState(
                        fifth.file(),
                        fifth.offset(),
                        0,
                        0,
                        fifth.seen(),
                        -1,
                        fifth.fingerprint(),
                        fifth.head(),
                        READ,
                        false));
        FileState sixth = states.get(5);
        states.set(
                5,
                new FileState(
                        sixth.file(),
                        sixth.offset(),
                        0,
                        0,
                        sixth.seen(),
                        -1,
                        sixth.fingerprint(),
                        sixth.head(),
                        "--------",
                        true));
        states.add(read("20260505/8"));
        jumps.add(new Jump("id", HourFile.parse("20260505/8"), 1, 0, 5, "", 1, 2));

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
                first.offset(),
                0,
                0,
                first.seen(),
                -1,
                first.fingerprint(),
                "",
                READ,
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
        losses.add(jump("20260505/2").gap(4L).toJson(), "gaps at offset 1", NOW.toEpochMilli());

        PruneReport report = prune(false);

        assertThat(deleted(report)).containsExactly("20260505/3");
        assertThat(report.lines())
                .contains("kept 20260505/1: not parsed yet (partition 3 at offset 17 of 20)")
                .anyMatch(line -> line.startsWith("kept 20260505/2: events of it have been lost"));
    }

    private static Jump jump(String hour) {
        return new Jump("id", HourFile.parse(hour), 1, 0, 5, "", 1, 2);
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
                // A file of the future does not take the protection of the newest file from it.
                .containsEntry("20260505/19", Reason.NEWEST)
                .containsEntry("20260505/21", Reason.FUTURE)
                .containsEntry("20991231/23", Reason.FUTURE);
        assertThat(report.lines()).contains("kept 20260505/1: it was changed 119 min ago");
    }

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
                "20260505/٣",
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
        assertThat(report.lines()).contains("left alone: 17 names that are not hour files");
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
        org.junit.jupiter.api.Assumptions.assumeFalse(
                "root".equals(System.getProperty("user.name")), "root reads every folder");
        assertThat(locked.toFile().setReadable(false)).isTrue();

        PruneReport report = prune(false);

        assertThat(locked.toFile().setReadable(true)).isTrue();
        assertThat(deleted(report)).containsExactly("20260505/1");
        assertThat(report.lines()).anyMatch(line -> line.contains("20260504 cannot be listed"));
    }
}
