package io.orderwire.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stats of a pipeline as a table for people. */
final class StatusTable {
    private static final long MS_A_SECOND = 1_000;
    private static final long SECONDS_A_MINUTE = 60;

    /** Shorter times are shown with tenths of seconds. */
    private static final double TENTHS_BELOW_SECONDS = 9.95;

    private static final double LEAST_SECONDS = 0.1;

    private final StringBuilder text = new StringBuilder();

    private StatusTable() {}

    /** The table of the stats in an answer of {@code /stats}. */
    static String of(JsonObject stats) {
        JsonObject events = stats.object("events");
        JsonObject lines = stats.object("lines");
        JsonObject gateway = stats.object("gateway");
        JsonObject ages = stats.object("ageMs");
        JsonObject lag = stats.object("behind");
        StatusTable table = new StatusTable();
        table.node(stats.object("node"));
        table.row("status", state(stats));
        table.modes(stats.object("mode"));
        table.row("found", count(events, "found") + " events in " + count(lines, "read") + " lines");
        table.row("orders", count(events, "orders"));
        table.row("dead letters", count(events, "deadLetters"));
        table.row("duplicates", count(events, "duplicates"));
        table.row(
                "shed",
                count(events, "skippedAtIngest") + " by the ingestor, " + count(events, "shedByParser")
                        + " by the parser, " + count(gateway, "skipped") + " by gateways");
        table.row("slow clients", count(gateway, "droppedSlow") + " events dropped");
        table.row("lag", count(lag, "bytes") + " bytes, " + count(lag, "events") + " events" + catchUp(lag));
        table.row(
                "age",
                "ingestor " + ms(ages, "ingestor") + ", parser " + ms(ages, "parser") + ", gateway "
                        + ms(ages, "gateway"));
        table.percentiles(stats.object("agePercentilesMs"));
        table.row("clients", count(stats, "clients"));
        table.row("counts", stats.isTrue("exact") ? "exact" : "not exact: a loss is not counted, or not yet");
        return table.text.toString().stripTrailing();
    }

    private static String state(JsonObject stats) {
        String reasons = stats.list("reasons").stream().map(JsonNode::asText).collect(Collectors.joining("; "));
        String state = stats.text("state", stats.isTrue("degraded") ? "degraded" : "well");
        Long lastsMs = stats.object("lastsMs").number("state");
        String since = lastsMs == null ? "" : " for " + duration(lastsMs);
        return state + since + (reasons.isEmpty() ? "" : ": " + reasons);
    }

    /** The ages of the last seconds; a stage that handled nothing has none, and neither have gateways of version 0.1.0. */
    private void percentiles(JsonObject ages) {
        String known = Stream.of("ingestor", "parser", "gateway")
                .filter(stage -> ages.object(stage).number("p99") != null)
                .map(stage -> stage + " " + ms(ages.object(stage), "p99"))
                .collect(Collectors.joining(", "));
        if (!known.isEmpty()) {
            row("age, p99", known);
        }
    }

    /** Printed first, because only the node's operator can repair the node; gateways of version 0.1.0 do not send it. */
    private void node(JsonObject node) {
        if (node.isEmpty()) {
            return;
        }
        List<String> known = new ArrayList<>();
        if (node.number("lastBlock") != null) {
            known.add("block " + count(node, "lastBlock"));
        }
        Long lagMs = node.number("lagMs");
        if (lagMs != null) {
            known.add(duration(lagMs) + " behind the chain");
        }
        if (node.number("blocksPerSecond") != null) {
            known.add(count(node, "blocksPerSecond") + " blocks/s");
        }
        Long silentMs = node.number("silentMs");
        known.add(silentMs == null ? "nothing written yet since the start" : "last line " + ago(silentMs));
        addCount(known, node, "blocksMissing", " blocks missing");
        addCount(known, node, "rewinds", " rewinds");
        String folder = node.text("folder", "");
        row("node", folder.isEmpty() ? "unknown" : String.join(", ", known));
        if (!folder.isEmpty()) {
            row("folder", folder + " (" + node.text("source", "unknown") + ")");
        }
    }

    private static void addCount(List<String> known, JsonObject node, String name, String what) {
        Long number = node.number(name);
        if (number != null && number > 0) {
            known.add(count(node, name) + what);
        }
    }

    private static String ago(long ms) {
        return (ms < MS_A_SECOND ? ms + " ms" : duration(ms)) + " ago";
    }

    /** The mode in which each stage handles its lag; gateways of version 0.1.0 do not send it. */
    private void modes(JsonObject mode) {
        if (!mode.isEmpty()) {
            row(
                    "stages",
                    Stream.of("ingestor", "parser", "gateway")
                            .map(stage -> stage + " " + mode(mode.text(stage, "unknown")))
                            .collect(Collectors.joining(", ")));
        }
    }

    private static String mode(String mode) {
        return switch (mode) {
            case "catching-up" -> "reads on to catch up";
            case "shedding" -> "sheds";
            default -> mode;
        };
    }

    private static String count(JsonObject from, String name) {
        @Nullable Long value = from.number(name);
        return value == null ? "unknown" : String.format(Locale.ROOT, "%,d", value);
    }

    private static String catchUp(JsonObject lag) {
        Long seconds = lag.number("catchUpSeconds");
        if (seconds == null || seconds == 0) {
            return "";
        }
        Long ms = lag.number("catchUpMs");
        double least = LEAST_SECONDS * MS_A_SECOND;
        return ", catching up, about " + duration(Math.max(least, ms == null ? seconds * MS_A_SECOND : ms)) + " left";
    }

    private static String duration(double ms) {
        double seconds = ms / MS_A_SECOND;
        if (seconds < TENTHS_BELOW_SECONDS) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        boolean isShort = seconds < 2 * SECONDS_A_MINUTE;
        return String.format(
                Locale.ROOT,
                "%,d %s",
                Math.round(isShort ? seconds : seconds / SECONDS_A_MINUTE),
                isShort ? "s" : "min");
    }

    private static String ms(JsonObject from, String name) {
        return from.number(name) == null ? "unknown" : count(from, name) + " ms";
    }

    /** Reasons, names of folders and modes may contain any character, including some that control terminals. */
    private void row(String name, String value) {
        text.append(String.format(Locale.ROOT, "%-13s %s%n", name, Printable.of(value)));
    }
}
