package io.orderwire.standalone.client;

import java.util.Locale;

/** Orders and losses as lines of text for people. */
final class OrderLine {
    private static final int TIME_LENGTH = "17:28:02.123".length();
    private static final String UNKNOWN = "?";

    private OrderLine() {}

    /** Time of day (UTC), coin, side, size and price, status, user and oid of an order as the gateway sends it. */
    static String of(JsonObject envelope) {
        JsonObject event = envelope.object("event");
        JsonObject order = event.object("order");
        String line = String.format(
                Locale.ROOT,
                "%s  %-12s %-4s %14s @ %-12s %-20s %s %s",
                timeOfDay(event.text("time", "")),
                order.text("coin", UNKNOWN),
                side(order.text("side", UNKNOWN)),
                order.text("origSz", UNKNOWN),
                order.text("limitPx", UNKNOWN),
                event.text("status", UNKNOWN),
                event.text("user", UNKNOWN),
                order.text("oid", UNKNOWN));
        return Printable.of(line);
    }

    /** How many events a gap has lost, where and why. */
    static String ofGap(JsonObject gap) {
        Long events = gap.number("events");
        Long partition = gap.number("partition");
        return (events == null ? "an unknown number of" : events) + " events lost"
                + (partition == null ? "" : " of partition " + partition) + " at the " + gap.text("where", UNKNOWN)
                + " (" + gap.text("reason", UNKNOWN) + ")";
    }

    private static String side(String side) {
        return switch (side) {
            case "B" -> "buy";
            case "A" -> "sell";
            default -> side;
        };
    }

    /** The node writes 0, 3, 6 or 9 digits of a second's fraction. */
    private static String timeOfDay(String time) {
        int begin = time.indexOf('T') + 1;
        String ofDay = time.substring(begin, Math.min(time.length(), begin + TIME_LENGTH));
        return String.format(Locale.ROOT, "%-" + TIME_LENGTH + "s", ofDay);
    }
}
