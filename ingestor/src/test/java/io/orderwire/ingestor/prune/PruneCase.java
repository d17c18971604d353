package io.orderwire.ingestor.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.Fingerprint;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.checkpoint.UncountedBytes;
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
import org.junit.jupiter.api.io.TempDir;

/** A node's folder that is pruned. It is 20:30 on 5 May 2026, and files are kept for two hours. */
abstract class PruneCase {
    static final Instant NOW = Instant.parse("2026-05-05T20:30:00Z");
    static final Duration KEEP = Duration.ofHours(2);
    static final String BYTES = "a line of an hour file that is longer than the first segment of 64 bytes\n";
    static final String READ = "0123abcd";

    @TempDir
    Path data;

    final List<FileState> states = new ArrayList<>();
    final List<UncountedBytes> uncounted = new ArrayList<>();
    final Unparsed unparsed = new Unparsed();
    final ReportedLosses losses = new ReportedLosses();
    boolean asked;

    Path hourly() {
        return data.resolve("streaming/hourly");
    }

    Path write(String hour) throws IOException {
        return write(hour, BYTES + hour + "\n", NOW.minus(Duration.ofHours(3)));
    }

    Path write(String hour, String text, Instant modified) throws IOException {
        Path file = hourly().resolve(hour);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(modified));
        return file;
    }

    /** The state of a file that the ingestor read from its first byte to its last one. */
    FileState read(String hour) throws IOException {
        HourFile id = HourFile.parse(hour);
        try (FileChannel channel = FileChannel.open(id.in(hourly()), StandardOpenOption.READ)) {
            long size = channel.size();
            String before = Fingerprint.before(channel, size);
            return new FileState(
                    id,
                    new FileState.Progress(size, size, 0),
                    size,
                    -1,
                    new FileState.Hashes(before, Fingerprint.head(channel, size), READ),
                    true);
        }
    }

    void writeAndRead(String... hours) throws IOException {
        for (String hour : hours) {
            write(hour);
            states.add(read(hour));
        }
    }

    PruneReport prune(boolean dryRun) {
        Facts facts = nextSeq -> {
            asked = true;
            assertThat(nextSeq).hasSize(4);
            return new Facts.Proof(unparsed, losses);
        };
        return pruner(facts).prune(dryRun);
    }

    Pruner pruner(Facts facts) {
        IngestorState first = IngestorState.first("owner", 4);
        IngestorState state = IngestorState.first(
                        "owner", new IngestorState.Account(first.nextSeq(), first.totals(), uncounted))
                .with(new IngestorState.Followed(HourFile.parse("00000000/0"), states));
        return new Pruner(data.resolve("streaming"), KEEP, () -> state, facts, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static Map<String, Reason> kept(PruneReport report) {
        Map<String, Reason> kept = new TreeMap<>();
        report.outcomes().stream()
                .filter(outcome -> !outcome.decision().deletes())
                .forEach(outcome ->
                        kept.put(outcome.hour().toString(), outcome.decision().reason()));
        return kept;
    }

    static List<String> deleted(PruneReport report) {
        return report.outcomes().stream()
                .filter(outcome -> outcome.decision().deletes())
                .map(outcome -> outcome.hour().toString())
                .toList();
    }

    List<String> names() throws IOException {
        try (Stream<Path> all = Files.walk(hourly())) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> hourly().relativize(path).toString())
                    .sorted()
                    .collect(Collectors.toList());
        }
    }
}
