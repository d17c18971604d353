package io.orderwire.ingestor.prune;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The time for which an hour file is kept after its last change: {@code 2h}, {@code 90m}, {@code 1d}. */
public final class KeepTime {
    /** Shortest time: the ingestor treats a file as complete after this time without growth. */
    public static final Duration LEAST = Duration.ofMinutes(1);

    /** Longest time: the checkpoint contains the newest 48 hour files only, and does not prove anything about older ones. */
    public static final Duration MOST = Duration.ofHours(40);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,5})([mhd])");

    private KeepTime() {}

    /**
     * Reads a number and its unit, {@code m}, {@code h} or {@code d}.
     *
     * @throws IllegalArgumentException naming the expected values, if the text does not have this form or the time is out of
     *     range
     */
    public static Duration parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration keep =
                    switch (matcher.group(2)) {
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    };
            if (keep.compareTo(LEAST) >= 0 && keep.compareTo(MOST) <= 0) {
                return keep;
            }
        }
        throw new IllegalArgumentException("expected a time from 1m to 40h, such as 90m, 2h or 1d");
    }
}
