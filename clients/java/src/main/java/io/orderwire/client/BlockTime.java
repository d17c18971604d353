package io.orderwire.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;

/** The member {@code block_time} of an order: UTC without a zone, with 0, 3, 6 or 9 digits of a second's fraction. */
final class BlockTime {
    private BlockTime() {}

    /** The time in epoch milliseconds, rounded down; empty if the member is absent or is not such a time. */
    static OptionalLong epochMs(JsonNode blockTime) {
        if (!blockTime.isTextual()) {
            return OptionalLong.empty();
        }
        try {
            LocalDateTime time = LocalDateTime.parse(blockTime.textValue());
            return OptionalLong.of(time.toInstant(ZoneOffset.UTC).toEpochMilli());
        } catch (DateTimeParseException e) {
            return OptionalLong.empty();
        }
    }
}
