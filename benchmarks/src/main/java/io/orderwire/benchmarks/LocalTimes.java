package io.orderwire.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Reads the {@code local_time} of orders, which the simulator stamps just before it writes the line. Not thread-safe. */
public final class LocalTimes {
    /** What stands before it in an order. */
    public static final String MEMBER = "\"local_time\":\"";

    private static final byte[] MEMBER_BYTES = MEMBER.getBytes(StandardCharsets.US_ASCII);
    private static final int SECONDS_LENGTH = 19;

    private String lastSecond = "";
    private long lastSecondMs;

    /** The time that begins at {@code from}, epoch milliseconds. */
    public long epochMs(CharSequence text, int from) {
        String second = text.subSequence(from, from + SECONDS_LENGTH).toString();
        if (!second.equals(lastSecond)) {
            lastSecond = second;
            lastSecondMs = LocalDateTime.parse(second).toInstant(ZoneOffset.UTC).toEpochMilli();
        }
        int millis = 0;
        for (int i = from + SECONDS_LENGTH + 1, digits = 0; digits < 3; i++, digits++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return lastSecondMs;
            }
            millis = millis * 10 + c - '0';
        }
        return lastSecondMs + millis;
    }

    /** The time of an order, JSON as in {@code hyperliquid.orders}; -1 when it has none. */
    public long epochMs(byte[] order) {
        int last = order.length - MEMBER_BYTES.length - SECONDS_LENGTH - 4;
        for (int at = 0; at <= last; at++) {
            if (order[at] == '"' && startsWith(order, at)) {
                int from = at + MEMBER_BYTES.length;
                return epochMs(new String(order, from, SECONDS_LENGTH + 4, StandardCharsets.US_ASCII), 0);
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] bytes, int from) {
        for (int i = 0; i < MEMBER_BYTES.length; i++) {
            if (bytes[from + i] != MEMBER_BYTES[i]) {
                return false;
            }
        }
        return true;
    }
}
