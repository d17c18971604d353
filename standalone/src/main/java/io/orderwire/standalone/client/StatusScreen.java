package io.orderwire.standalone.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that is known about a running pipeline, for people: what the gateway says, what Kafka shows, and what to do. */
final class StatusScreen {
    private StatusScreen() {}

    /**
     * The text of the screen.
     *
     * @param stats the answer of the gateway, null without one
     * @param kafka what Kafka shows, null if it was not asked
     */
    static String of(@Nullable JsonObject stats, @Nullable StatusPart kafka) {
        List<String> lines = new ArrayList<>();
        if (stats != null) {
            lines.add(StatusTable.of(stats));
        }
        if (kafka != null) {
            kafka.lines().forEach(line -> lines.add(Printable.of(line)));
        }
        if (stats != null) {
            Advice.on(stats.texts("reasons"))
                    .forEach(advice -> lines.add(String.format(Locale.ROOT, "%-13s %s", "to do", advice.words())));
        }
        return lines.stream()
                .flatMap(String::lines)
                .flatMap(line -> Columns.broken(line).stream())
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
