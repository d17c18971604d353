package io.orderwire.system.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Source;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.files.RealData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Lines of an hour file in {@value #PARTS} parts, and what clients must receive of them, read without the product. */
final class NodeLines {
    static final int PARTS = 4;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HourFile HOUR = HourFile.parse("20260505/17");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-05T17:30:00Z"), ZoneOffset.UTC);
    private static final List<String> MEMBERS =
            List.of("coin", "side", "limitPx", "sz", "oid", "timestamp", "origSz", "cloid");

    private static final int BLOCKS = 60;
    private static final int BLOCK_EVENTS = 40;
    /** Few, so that the busiest have orders in every part. */
    private static final int USERS = 40;

    private final byte[] bytes;
    /** Where the parts begin, and the end. */
    private final int[] bounds = new int[PARTS + 1];

    private final List<List<FileEvent>> parts = new ArrayList<>();

    private NodeLines(Path file) throws IOException {
        bytes = Files.readAllBytes(file);
        int[] begins = IntStream.range(0, bytes.length)
                .filter(at -> at == 0 || bytes[at - 1] == '\n')
                .toArray();
        for (int part = 0; part < PARTS; part++) {
            bounds[part] = begins[begins.length * part / PARTS];
            parts.add(new ArrayList<>());
        }
        bounds[PARTS] = bytes.length;
        NodeFiles.read(file, HOUR, Source.STREAMING, this::add);
    }

    private void add(FileEvent event) {
        if (!event.order()) {
            throw new IllegalStateException("not an order: " + event.text());
        }
        int part = PARTS - 1;
        while (event.pos().offset() < bounds[part]) {
            part--;
        }
        parts.get(part).add(event);
    }

    /** Lines of the simulator, which writes below a folder that nothing else uses. */
    static NodeLines generated(Path folder, long seed) {
        SimulatorOptions options = SimulatorOptions.builder(folder)
                .seed(seed)
                .users(USERS)
                .clock(CLOCK)
                .build();
        try (Simulator simulator = new Simulator(options)) {
            for (int block = 0; block < BLOCKS; block++) {
                simulator.writeBlock(BLOCK_EVENTS);
            }
            return new NodeLines(simulator.currentFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines that a node wrote. */
    static NodeLines real() {
        try {
            return new NodeLines(RealData.file(RealData.STREAMING));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends a part to the hour file below a data folder. */
    void write(Path data, int part) throws IOException {
        Path file = data.resolve(Source.STREAMING.directory())
                .resolve("hourly")
                .resolve(String.valueOf(HOUR.date()))
                .resolve(String.valueOf(HOUR.hour()));
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                Arrays.copyOfRange(bytes, bounds[part], bounds[part + 1]),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** The sequences that all parts get in the order of their partition: from 1 on, without a gap. */
    Map<Integer, List<Long>> sequences(int partitions) {
        Map<Integer, Long> counts = new HashMap<>();
        parts.forEach(part -> part.forEach(event -> counts.merge(event.partition(partitions), 1L, Long::sum)));
        Map<Integer, List<Long>> sequences = new TreeMap<>();
        counts.forEach((partition, count) -> sequences.put(
                partition, LongStream.rangeClosed(1, count).boxed().toList()));
        return sequences;
    }

    /** The user with the most updates in the part in which it has the fewest; {@code rank} 1 is the next one. */
    String busy(int rank) {
        Map<String, int[]> counts = new TreeMap<>();
        for (int part = 0; part < PARTS; part++) {
            for (FileEvent event : parts.get(part)) {
                counts.computeIfAbsent(event.user(), user -> new int[PARTS])[part]++;
            }
        }
        return counts.entrySet().stream()
                .sorted(Comparator.comparing(
                        entry -> -Arrays.stream(entry.getValue()).min().orElseThrow()))
                .map(Map.Entry::getKey)
                .skip(rank)
                .findFirst()
                .orElseThrow();
    }

    /** The updates that a client of that user must receive of those parts. */
    List<JsonNode> updates(String user, int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(parts::get)
                .flatMap(List::stream)
                .filter(event -> user.equals(event.user()))
                .map(NodeLines::update)
                .toList();
    }

    /** An event as the public API sends it, and whose it is. */
    private static JsonNode update(FileEvent found) {
        JsonNode event = parse(found);
        ObjectNode order = JSON.createObjectNode();
        for (String member : MEMBERS) {
            JsonNode value = event.path("order").path(member);
            if (!value.isNull()) {
                order.set(member, value);
            }
        }
        ObjectNode update = JSON.createObjectNode();
        update.set("order", order);
        update.set("status", event.path("status"));
        LocalDateTime time = LocalDateTime.parse(event.path("time").asText());
        update.put("statusTimestamp", time.toInstant(ZoneOffset.UTC).toEpochMilli());
        update.set("user", event.path("user"));
        return update;
    }

    private static JsonNode parse(FileEvent event) {
        try {
            return JSON.readTree(event.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(event.text(), e);
        }
    }
}
