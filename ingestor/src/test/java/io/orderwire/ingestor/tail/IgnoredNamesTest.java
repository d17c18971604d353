package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.prune.SetAside;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IgnoredNamesTest {
    private static final HourFile LOWEST = new HourFile(0, 0, 0);

    @TempDir
    private Path data;

    private final List<String> lines = new ArrayList<>();

    private Set<HourFile> scan(HourDirectory directory) throws IOException {
        return directory
                .list(LOWEST, Set.of(), (path, failure) -> {
                    throw new AssertionError(path.toString(), failure);
                })
                .keySet();
    }

    private HourDirectory directory() {
        return new HourDirectory(
                new HourlySource(data, new StartPosition.End(), SetAside::is), new IgnoredNames(lines::add));
    }

    @Test
    void shouldNameEachIgnoredFileOnceWithTheReason() throws IOException {
        Path date = Files.createDirectories(data.resolve("hourly/20260505"));
        Files.createFile(date.resolve("9"));
        for (String name : List.of("09", "17.gz", "24", "x", "17.GZ", "007")) {
            Files.createFile(date.resolve(name));
        }
        Files.createDirectory(date.resolve("10"));
        Files.createSymbolicLink(date.resolve("11"), data.resolve("nothing"));
        for (String name : List.of("2026-05-05", "20261399", "20260230", "tmp")) {
            Files.createFile(
                    Files.createDirectory(data.resolve("hourly").resolve(name)).resolve("1"));
        }
        Files.createFile(data.resolve("hourly/20260506"));
        HourDirectory directory = directory();
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(date.resolve("12")));
            for (int scan = 0; scan < 3; scan++) {
                assertThat(scan(directory)).containsExactly(new HourFile(20260505, 9, 0));
            }
        }
        String hourly = "ignored " + data.resolve("hourly") + "/";

        assertThat(lines)
                .containsExactlyInAnyOrder(
                        hourly + "20260505/09: hours are not zero-padded, the node writes 9",
                        hourly + "20260505/17.gz: not an hour from 0 to 23; compressed files are not read",
                        hourly + "20260505/17.GZ: not an hour from 0 to 23; compressed files are not read",
                        hourly + "20260505/24: not an hour from 0 to 23",
                        hourly + "20260505/x: not an hour from 0 to 23",
                        hourly + "20260505/007: not an hour from 0 to 23",
                        hourly + "20260505/10: a folder and not a file",
                        hourly + "20260505/11: a symbolic link to nothing and not a file",
                        hourly + "20260505/12: a pipe, socket or device and not a file",
                        hourly + "2026-05-05: not a date like 20260505",
                        hourly + "20261399: not a date like 20260505",
                        hourly + "20260230: not a date like 20260505",
                        hourly + "tmp: not a date like 20260505",
                        hourly + "20260506: not a folder");
    }

    @Test
    void shouldStopNamingIgnoredFilesAfterAThousand() throws IOException {
        Path date = Files.createDirectories(data.resolve("hourly/20260505"));
        for (int i = 0; i < IgnoredNames.MOST + 50; i++) {
            Files.createFile(date.resolve(i + ".gz"));
        }
        HourDirectory directory = directory();
        scan(directory);
        scan(directory);

        assertThat(lines).hasSize(IgnoredNames.MOST + 1);
        assertThat(new TreeSet<>(lines)).hasSize(IgnoredNames.MOST + 1);
        assertThat(lines.get(IgnoredNames.MOST)).contains("names that are ignored are not logged any more");
    }

    @Test
    void shouldNotNameFilesThatAreBeingDeleted() throws IOException {
        Path date = Files.createDirectories(data.resolve("hourly/20260505"));
        Files.createFile(date.resolve("9.orderwire-pruning"));

        assertThat(scan(directory())).isEmpty();
        assertThat(lines).isEmpty();
    }

    @Test
    void shouldNotNameHoursBeforeThoseThatAreFollowed() throws IOException {
        Files.createDirectories(data.resolve("hourly/20260505/3"));
        directory().list(new HourFile(20260505, 4, 0), Set.of(), (path, failure) -> {});

        assertThat(lines).isEmpty();
    }
}
