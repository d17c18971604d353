package io.orderwire.ingestor.duplicates;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.BlockPlace;
import io.orderwire.ingestor.split.BlockNumber;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;

/** Reads the times of a block. Off the hot path: for the first event of a file and of a block. */
final class BlockTime {
    private static final byte[] NAME = "\"block_time\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LOCAL = "\"local_time\"".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 40;
    private static final long MOST_MS =
            Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
    private static final String HOUR = "yyyy-mm-ddThh";

    private BlockTime() {}

    /**
     * {@code local_time} of the envelope in {@code [from, to)} of {@code bytes}, epoch milliseconds, or
     * {@link BlockPlace#UNKNOWN}.
     */
    static long localMs(byte[] bytes, int from, int to) {
        int events = BlockNumber.eventsFrom(bytes, from, to);
        int quote = BlockNumber.value(LOCAL, bytes, from, Math.max(from, events));
        if (quote < 0 || bytes[quote] != '"') {
            return BlockPlace.UNKNOWN;
        }
        int end = quote + 1;
        while (end < events && end - quote <= LONGEST && bytes[end] != '"') {
            end++;
        }
        try {
            String text = new String(bytes, quote + 1, end - quote - 1, StandardCharsets.ISO_8859_1);
            long ms = LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toEpochMilli();
            return ms < 0 || ms > MOST_MS ? BlockPlace.UNKNOWN : ms;
        } catch (DateTimeParseException | ArithmeticException expected) {
            return BlockPlace.UNKNOWN;
        }
    }

    /**
     * Whether the block whose envelope is in {@code [from, to)} of {@code bytes} began in the hour of the file or later, so
     * that a node cannot have written any part of it to an earlier file, independent of the clock from which it takes the hour.
     */
    static boolean isSince(HourFile file, byte[] bytes, int from, int to) {
        int events = BlockNumber.eventsFrom(bytes, from, to);
        int quote = BlockNumber.value(NAME, bytes, from, Math.max(from, events));
        int at = quote + 1;
        if (quote < 0 || bytes[quote] != '"' || at + HOUR.length() > events) {
            return false;
        }
        int date = file.date();
        byte[] hour = String.format(
                        Locale.ROOT, "%04d-%02d-%02dT%02d", date / 10_000, date / 100 % 100, date % 100, file.hour())
                .getBytes(StandardCharsets.US_ASCII);
        byte[] found = Arrays.copyOfRange(bytes, at, at + HOUR.length());
        for (int i = 0; i < found.length; i++) {
            boolean digit = found[i] >= '0' && found[i] <= '9';
            if (Character.isLetter(HOUR.charAt(i)) && HOUR.charAt(i) != 'T' ? !digit : found[i] != HOUR.charAt(i)) {
                return false;
            }
        }
        return Arrays.compare(found, hour) >= 0;
    }
}
