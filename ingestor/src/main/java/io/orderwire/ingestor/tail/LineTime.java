package io.orderwire.ingestor.tail;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Reads when a line was written: its {@code local_time}, or the {@code time} of a bare event. */
final class LineTime {
    static final long UNKNOWN = -1;

    /** Both members are near the beginning: each is the first member of its object. */
    static final int WITHIN = 1_024;

    private static final String LOCAL_TIME = "\"local_time\":\"";
    private static final String EVENT_TIME = "\"time\":\"";

    private LineTime() {}

    /** Epoch milliseconds, or {@link #UNKNOWN}, of the line that begins with those bytes. */
    static long of(byte[] bytes, int length) {
        String line = line(bytes, length);
        long local = after(line, LOCAL_TIME);
        return local == UNKNOWN ? after(line, EVENT_TIME) : local;
    }

    /**
     * Like {@link #of}, but only reads {@code local_time}: the time of an event does not come from the clock of the node's
     * host.
     */
    static long local(byte[] bytes, int length) {
        return after(line(bytes, length), LOCAL_TIME);
    }

    private static String line(byte[] bytes, int length) {
        String text = new String(bytes, 0, Math.min(length, WITHIN), StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    private static long after(String line, String name) {
        int at = line.indexOf(name);
        int from = at + name.length();
        int to = at < 0 ? -1 : line.indexOf('"', from);
        if (to < 0) {
            return UNKNOWN;
        }
        try {
            return LocalDateTime.parse(line.substring(from, to))
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException expected) {
            return UNKNOWN;
        }
    }
}
