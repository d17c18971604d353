package io.orderwire.system.upgrade;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Source;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.files.FileCounts;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.files.NodeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A by-block data folder of one day, and beside it the former contents of the paths that were replaced. Everything is
 * generated, from one seed.
 *
 * @param folder holds {@code data}, and {@code former/HOUR~GENERATION} with what a path held before
 */
record NodeFolder(Path folder) {
    static final Source SOURCE = Source.BY_BLOCK;

    private static final int DATE = 20260505;
    private static final long SEED = 14;
    private static final int USERS = 40;

    /** An empty one. */
    static NodeFolder create(Path folder) throws IOException {
        NodeFolder created = new NodeFolder(folder);
        Files.createDirectories(created.data());
        Files.createDirectories(created.former());
        return created;
    }

    /** The node's data folder. */
    Path data() {
        return folder.resolve("data");
    }

    /** What paths held before they were replaced. */
    Path former() {
        return folder.resolve("former");
    }

    /** The bytes that are missing of the line which the newest file ends with. */
    Path restOfLine() {
        return folder.resolve("rest-of-line");
    }

    /** The file of an hour. */
    Path hour(int hour) {
        return data().resolve(SOURCE.directory()).resolve("hourly").resolve(DATE + "/" + hour);
    }

    /** A simulator that appends to the file of an hour and knows no other time. */
    Simulator simulator(int hour) {
        Clock clock = Clock.fixed(Instant.parse("2026-05-05T" + hour + ":10:00Z"), ZoneOffset.UTC);
        return new Simulator(SimulatorOptions.builder(data())
                .shape(SOURCE)
                .seed(SEED + hour)
                .users(USERS)
                .clock(clock)
                .build());
    }

    /** Appends one block to the file of an hour. */
    void block(int hour, int events) {
        try (Simulator simulator = simulator(hour)) {
            simulator.writeBlock(events);
        }
    }

    /** The line of a block that stands in no file of a node. */
    static byte[] line(Path scratch, int hour, int events) throws IOException {
        NodeFolder aside = create(scratch);
        aside.block(hour, events);
        return Files.readAllBytes(aside.hour(hour));
    }

    /** Appends bytes to the file of an hour. */
    void append(int hour, byte[] bytes) throws IOException {
        Files.write(hour(hour), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Puts the contents of an hour's path aside as those of that generation: the path is free for others. */
    void replace(int hour, int generation) throws IOException {
        Files.move(hour(hour), former().resolve(hour + "~" + generation));
    }

    /** One event of each kind that becomes a dead letter, a block each, and one line that is not a block. */
    void deadLetters(int hour) throws IOException {
        append(hour, bytes("this is no JSON\n"));
        append(hour, block("{\"status\":\"open\"}"));
        append(hour, block("{\"status\":\"\u00ff\"}"));
        append(hour, block("{\"nested\":" + "[".repeat(70) + "]".repeat(70) + "}"));
        append(hour, block("{\"user\":\"0x1\",\"user\":\"0x2\"}"));
        append(hour, block("{\"long\":\"" + "y".repeat(600 * 1024) + "\"}"));
    }

    /** As Latin-1: what is not ASCII is not UTF-8. */
    private static byte[] block(String event) {
        String time = "2026-05-05T17:10:00.000000000";
        return ("{\"local_time\":\"" + time + "\",\"block_time\":\"" + time
                        + "\",\"block_number\":985000000,\"events\":[" + event + "]}\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Every file there is and was, by hour and generation. */
    SortedMap<HourFile, Path> files() throws IOException {
        SortedMap<HourFile, Path> files = new TreeMap<>();
        try (Stream<Path> former = Files.list(former())) {
            for (Path file : former.toList()) {
                files.put(HourFile.parse(DATE + "/" + file.getFileName()), file);
            }
        }
        for (Map.Entry<HourFile, Path> now :
                NodeFiles.of(data(), SOURCE).hourFiles().entrySet()) {
            HourFile file = now.getKey();
            while (files.containsKey(file)) {
                file = file.nextGeneration();
            }
            files.put(file, now.getValue());
        }
        return files;
    }

    /** The events of all of them, as an independent reader finds them. */
    List<FileEvent> events() throws IOException {
        List<FileEvent> events = new ArrayList<>();
        files().forEach((name, path) -> NodeFiles.read(path, name, SOURCE, events::add));
        return events;
    }

    /** What all of them hold. */
    FileCounts counts() throws IOException {
        FileCounts sum = new FileCounts(0, 0, 0, 0, 0, 0);
        for (Map.Entry<HourFile, Path> file : files().entrySet()) {
            FileCounts one = NodeFiles.read(file.getValue(), file.getKey(), SOURCE, event -> {});
            sum = new FileCounts(
                    sum.files() + 1,
                    sum.lines() + one.lines(),
                    sum.empty() + one.empty(),
                    sum.events() + one.events(),
                    sum.orders() + one.orders(),
                    sum.unfinishedBytes() + one.unfinishedBytes());
        }
        return sum;
    }
}
