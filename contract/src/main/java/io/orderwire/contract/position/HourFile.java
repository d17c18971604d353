package io.orderwire.contract.position;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * The node's file of one hour, and its generation: if the path later names a file with other contents, that file is the next
 * generation.
 *
 * @param date UTC date as a number, {@code yyyymmdd}
 * @param hour 0 to 23
 * @param generation 0 for the first contents seen under that path
 */
public record HourFile(int date, int hour, int generation) implements Comparable<HourFile> {
    private static final Comparator<HourFile> ORDER = Comparator.comparingInt(HourFile::date)
            .thenComparingInt(HourFile::hour)
            .thenComparingInt(HourFile::generation);

    public HourFile {
        if (date < 0 || date > 99_999_999 || hour < 0 || hour > 23 || generation < 0) {
            throw new IllegalArgumentException("not an hour file: " + date + "/" + hour + "~" + generation);
        }
    }

    /**
     * Reads {@code 20260505/17} or {@code 20260505/17~1}.
     *
     * @throws IllegalArgumentException naming the text, if it does not have this form
     */
    public static HourFile parse(String text) {
        int slash = text.indexOf('/');
        int tilde = text.indexOf('~');
        int hourEnd = tilde < 0 ? text.length() : tilde;
        try {
            if (slash != 8) {
                throw new NumberFormatException(text);
            }
            return new HourFile(
                    Integer.parseInt(text, 0, slash, 10),
                    Integer.parseInt(text, slash + 1, hourEnd, 10),
                    tilde < 0 ? 0 : Integer.parseInt(text, tilde + 1, text.length(), 10));
        } catch (IllegalArgumentException | IndexOutOfBoundsException expected) {
            throw new IllegalArgumentException("not an hour file (yyyymmdd/hour[~generation]): " + text);
        }
    }

    /** The next generation of the same path. */
    public HourFile nextGeneration() {
        return new HourFile(date, hour, generation + 1);
    }

    /** The first generation of the same path. */
    public HourFile firstGeneration() {
        return new HourFile(date, hour, 0);
    }

    /** Path of the file in the node's folder {@code hourly}; all generations have the same path. */
    public Path in(Path hourly) {
        return hourly.resolve(day()).resolve(String.valueOf(hour));
    }

    /** Eight digits. String.format would write other digits than ASCII's in some locales. */
    private String day() {
        String day = String.valueOf(date);
        return "0".repeat(8 - day.length()) + day;
    }

    @Override
    public int compareTo(HourFile other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return day() + "/" + hour + (generation == 0 ? "" : "~" + generation);
    }
}
