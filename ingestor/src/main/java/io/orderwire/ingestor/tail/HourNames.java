package io.orderwire.ingestor.tail;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** The node's names of the folders of dates, and of the hour files in them. */
public final class HourNames {
    private HourNames() {}

    /** The date that a folder is named after, {@code yyyymmdd} as a number; -1 if it is not named after one. */
    public static int date(String name) {
        if (name.length() != 8 || !isNumber(name)) {
            return -1;
        }
        try {
            LocalDate.parse(name, DateTimeFormatter.BASIC_ISO_DATE);
            return Integer.parseInt(name);
        } catch (DateTimeParseException expected) {
            return -1;
        }
    }

    /** The hour that a file is named after, without a leading zero; -1 if it is not named after one. */
    public static int hour(String name) {
        boolean padded = name.length() > 1 && name.charAt(0) == '0';
        if (name.length() > 2 || padded || !isNumber(name)) {
            return -1;
        }
        int hour = Integer.parseInt(name);
        return hour > 23 ? -1 : hour;
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
