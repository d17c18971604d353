package io.orderwire.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Lines that a node wrote, in parts, and what the public API would tell of them. */
final class RealLines {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FILE = Path.of("node_order_statuses_streaming", "hourly", "20260505", "17");
    private static final List<String> MEMBERS =
            List.of("coin", "side", "limitPx", "sz", "oid", "timestamp", "origSz", "cloid");

    private final List<List<String>> parts = new ArrayList<>();
    private final List<Map<String, List<JsonNode>>> updates = new ArrayList<>();
    private final Path file;

    /**
     * Reads them.
     *
     * @param data of a node
     * @param to a data folder to write to
     */
    RealLines(Path data, Path to, int count) throws IOException {
        file = to.resolve(FILE);
        Files.createDirectories(file.getParent());
        List<String> lines = Files.readAllLines(data.resolve(FILE));
        for (int part = 0; part < count; part++) {
            List<String> own = lines.subList(lines.size() * part / count, lines.size() * (part + 1) / count);
            parts.add(own);
            Map<String, List<JsonNode>> byUser = new HashMap<>();
            for (String line : own) {
                for (JsonNode event : JSON.readTree(line).path("events")) {
                    byUser.computeIfAbsent(event.path("user").asText(), user -> new ArrayList<>())
                            .add(update(event));
                }
            }
            updates.add(byUser);
        }
    }

    /** Events in all parts. */
    int events() {
        return updates.stream()
                .flatMap(part -> part.values().stream())
                .mapToInt(List::size)
                .sum();
    }

    /** Writes a part to the folder. */
    void write(int part) throws IOException {
        Files.write(file, parts.get(part), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The user with the most updates in the part in which it has the fewest; {@code rank} 1 is the next one. */
    String busy(int rank) {
        return updates.get(0).keySet().stream()
                .sorted(Comparator.comparing((String user) -> updates.stream()
                                .mapToInt(part ->
                                        part.getOrDefault(user, List.of()).size())
                                .min()
                                .orElse(0))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .skip(rank)
                .findFirst()
                .orElseThrow();
    }

    /** What a client of that user is told of those parts. */
    List<JsonNode> updates(String user, int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(part -> updates.get(part).getOrDefault(user, List.of()))
                .flatMap(List::stream)
                .toList();
    }

    /** An event as the public API tells it, and whose it is. */
    private static JsonNode update(JsonNode event) {
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
}
