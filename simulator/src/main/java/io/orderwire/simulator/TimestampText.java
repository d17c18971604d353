package io.orderwire.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes times as the node does: UTC without a zone, with 9 fraction digits, or 6, 3 or none where the rest are zeros.
 *
 * <p>The text up to the second is kept, so that a time costs its fraction only.
 */
final class TimestampText {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final DateTimeFormatter TO_THE_SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    private byte[] secondText = new byte[0];
    private long second = Long.MIN_VALUE;

    void write(long epochNanos, LineBuffer out) {
        long current = Math.floorDiv(epochNanos, NANOS_PER_SECOND);
        if (current != second) {
            second = current;
            secondText = LocalDateTime.ofEpochSecond(current, 0, ZoneOffset.UTC)
                    .format(TO_THE_SECOND)
                    .getBytes(US_ASCII);
        }
        out.text(secondText);
        fraction(epochNanos - current * NANOS_PER_SECOND, out);
    }

    private static void fraction(long nanos, LineBuffer out) {
        long value = nanos;
        int count = 9;
        while (count > 0 && value % 1_000 == 0) {
            value /= 1_000;
            count -= 3;
        }
        if (count > 0) {
            out.character('.');
            out.digits(value, count);
        }
    }
}
