package io.orderwire.standalone.client;

import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A pipeline's figures as a table for people. */
final class StatusTable {
    private static final long SECONDS_A_MINUTE = 60;

    private final StringBuilder text = new StringBuilder();

    private StatusTable() {}

    /** The table of what {@code /stats} says. */
    static String of(JsonObject stats) {
        JsonObject events = stats.object("events");
        JsonObject lines = stats.object("lines");
        JsonObject gateway = stats.object("gateway");
        JsonObject ages = stats.object("ageMs");
        JsonObject behind = stats.object("behind");
        StatusTable table = new StatusTable();
        table.row("status", stats.isTrue("degraded") ? "degraded: " + reasons(stats) : "well");
        table.row("found", count(events, "found") + " events in " + count(lines, "read") + " lines");
        table.row("orders", count(events, "orders"));
        table.row("dead letters", count(events, "deadLetters"));
        table.row("duplicates", count(events, "duplicates"));
        table.row(
                "given up",
                count(events, "skippedAtIngest") + " by the ingestor, " + count(events, "shedByParser")
                        + " by the parser, " + count(gateway, "skipped") + " by gateways");
        table.row("slow clients", count(gateway, "droppedSlow") + " events dropped");
        table.row(
                "behind", count(behind, "bytes") + " bytes, " + count(behind, "events") + " events" + catchUp(behind));
        table.row(
                "age",
                "ingestor " + ms(ages, "ingestor") + ", parser " + ms(ages, "parser") + ", gateway "
                        + ms(ages, "gateway"));
        table.row("clients", count(stats, "clients"));
        table.row("counts", stats.isTrue("exact") ? "exact" : "not exact: a loss is not counted, or not yet");
        return table.text.toString().stripTrailing();
    }

    private static String reasons(JsonObject stats) {
        return stats.list("reasons").stream().map(String::valueOf).collect(Collectors.joining("; "));
    }

    private static String count(JsonObject from, String name) {
        @Nullable Long value = from.number(name);
        return value == null ? "unknown" : String.format(Locale.ROOT, "%,d", value);
    }

    private static String catchUp(JsonObject behind) {
        Long seconds = behind.number("catchUpSeconds");
        if (seconds == null || seconds == 0) {
            return "";
        }
        boolean isShort = seconds < 2 * SECONDS_A_MINUTE;
        return String.format(
                Locale.ROOT,
                ", caught up in about %,d %s",
                isShort ? seconds : Math.round((double) seconds / SECONDS_A_MINUTE),
                isShort ? "s" : "min");
    }

    private static String ms(JsonObject from, String name) {
        return count(from, name) + " ms";
    }

    private void row(String name, String value) {
        text.append(String.format(Locale.ROOT, "%-13s %s%n", name, value));
    }
}
