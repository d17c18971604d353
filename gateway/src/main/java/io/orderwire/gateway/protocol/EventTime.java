package io.orderwire.gateway.protocol;

import java.time.DateTimeException;
import java.time.LocalDate;

/** The node's times: {@code 2026-05-05T17:39:13.024084407}, UTC without zone, 0 to 9 fraction digits. */
final class EventTime {
    private static final int WHOLE_SECONDS = 19;
    private static final int MOST_FRACTION_DIGITS = 9;
    private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";

    private EventTime() {}

    /** Parses the text at {@code [from, to)} to epoch milliseconds, rounded down; -1 if it is not such a time. */
    static long epochMs(byte[] text, int from, int to) {
        if (to - from < WHOLE_SECONDS || !hasShape(text, from)) {
            return -1;
        }
        int ms = fractionMs(text, from + WHOLE_SECONDS, to);
        if (ms < 0) {
            return -1;
        }
        int hour = number(text, from + 11, 2);
        int minute = number(text, from + 14, 2);
        int second = number(text, from + 17, 2);
        if (hour > 23 || minute > 59 || second > 59) {
            return -1;
        }
        try {
            long day = LocalDate.of(number(text, from, 4), number(text, from + 5, 2), number(text, from + 8, 2))
                    .toEpochDay();
            return day < 0 ? -1 : ((day * 24 + hour) * 60 + minute) * 60_000 + second * 1_000L + ms;
        } catch (DateTimeException expected) {
            return -1;
        }
    }

    private static boolean hasShape(byte[] text, int from) {
        for (int i = 0; i < WHOLE_SECONDS; i++) {
            char wanted = SHAPE.charAt(i);
            if (wanted == 'd' ? !isDigit(text[from + i]) : text[from + i] != wanted) {
                return false;
            }
        }
        return true;
    }

    private static int fractionMs(byte[] text, int from, int to) {
        if (from == to) {
            return 0;
        }
        int digits = to - from - 1;
        if (text[from] != '.' || digits < 1 || digits > MOST_FRACTION_DIGITS) {
            return -1;
        }
        int ms = 0;
        for (int i = 0; i < digits; i++) {
            if (!isDigit(text[from + 1 + i])) {
                return -1;
            }
            if (i < 3) {
                ms = ms * 10 + text[from + 1 + i] - '0';
            }
        }
        for (int i = digits; i < 3; i++) {
            ms *= 10;
        }
        return ms;
    }

    private static int number(byte[] text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            number = number * 10 + text[i] - '0';
        }
        return number;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
