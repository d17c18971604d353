package io.orderwire.standalone.status;

import java.time.Duration;
import java.util.Locale;

/** Formats bytes and durations for people. */
public final class Amounts {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final long SECONDS_A_MINUTE = 60;
    private static final long SECONDS_AN_HOUR = 3_600;
    private static final long SECONDS_A_DAY = 86_400;

    /** A duration is shown in the largest unit of which it has at least two. */
    private static final long LEAST_UNITS = 2;

    private static final double KIB = 1024;

    private Amounts() {}

    /** Such as {@code 1.5 GiB}. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= KIB && unit < UNITS.length - 1) {
            value /= KIB;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** Such as {@code 90 s}, {@code 45 min} or {@code 7 d}. */
    public static String duration(Duration duration) {
        long seconds = Math.round(duration.toMillis() / 1e3);
        if (seconds < LEAST_UNITS * SECONDS_A_MINUTE) {
            return seconds + " s";
        }
        if (seconds < LEAST_UNITS * SECONDS_AN_HOUR) {
            return Math.round((double) seconds / SECONDS_A_MINUTE) + " min";
        }
        return seconds < LEAST_UNITS * SECONDS_A_DAY
                ? Math.round((double) seconds / SECONDS_AN_HOUR) + " h"
                : Math.round((double) seconds / SECONDS_A_DAY) + " d";
    }

    /** With separators between thousands. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
