package io.orderwire.standalone.client;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How old an order is at this client, as columns of text. */
final class OrderAges {
    private OrderAges() {}

    /**
     * The age from the order's block, and the age from the ingestor's read of the newest order of the same frame, in
     * milliseconds; a question mark for what the gateway does not send.
     *
     * @param fileTimeMs when the ingestor read that order, epoch milliseconds
     * @param nowMs epoch milliseconds by this client's clock
     */
    static String of(JsonObject order, @Nullable Long fileTimeMs, long nowMs) {
        return String.format(
                Locale.ROOT,
                "block %6s ms  file %6s ms  ",
                age(blockTimeMs(order.text("block_time", "")), nowMs),
                age(fileTimeMs, nowMs));
    }

    private static String age(@Nullable Long beganMs, long nowMs) {
        return beganMs == null ? "?" : String.valueOf(nowMs - beganMs);
    }

    /** UTC without a zone; null for plain files, which do not have it. */
    private static @Nullable Long blockTimeMs(String blockTime) {
        try {
            return LocalDateTime.parse(blockTime).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
