package io.orderwire.contract.topic;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Indexes;
import io.orderwire.contract.position.Offsets;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.text.Utf8;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Names of the record headers. All values are UTF-8 text. */
public final class Headers {
    /** Raw: hour file and generation, {@link HourFile}. */
    public static final String FILE = "ow.file";

    /**
     * Raw, dead letters and packs of orders: sequence of the (first) event in its partition. In a marker of the raw topic, sequence of the first
     * event after the marker: a loss before the marker can be reported at its place even if no event follows for a long time.
     */
    public static final String SEQ = "ow.seq";

    /**
     * Raw: name of the numbering that {@link #SEQ} belongs to. An ingestor that cannot find the previous sequences starts
     * another numbering with another name. Version 0.1.0 did not write this header.
     */
    public static final String NUMBERING = "ow.numbering";

    /**
     * Raw: the number of partitions among which the ingestor distributed users when it wrote the block; the topic may have
     * more by the time it is read. Not written by earlier versions, 0.1.0 among them.
     */
    public static final String PARTITIONS = "ow.partitions";

    /** Raw and packs of orders: number of events, which is the number of lines. */
    public static final String EVENTS = "ow.events";

    /** Raw: offset of each line's event in the file, {@link Offsets}. */
    public static final String OFFSETS = "ow.offsets";

    /**
     * Raw: the place of each line's event in its block, {@link Indexes}; absent if all are unknown. Version 0.1.0 did not write
     * this header.
     */
    public static final String INDEXES = "ow.indexes";

    /** Raw and orders: {@code 1} in records that a start position requested; no stage sheds them because of their age. */
    public static final String REPLAY = "ow.replay";

    /** Raw: length in bytes of an event that is longer than the limit; the record holds only the head of the event. */
    public static final String OVERSIZED = "ow.oversized";

    /** Raw and orders: the {@link io.orderwire.contract.gap.Gap} that a marker reports. */
    public static final String GAP = "ow.gap";

    /** Packs of orders: the place and the words of each order, {@link io.orderwire.contract.order.OrderPack}. */
    public static final String ORDERS = "ow.orders";

    /** Packs of orders: the coins of its orders, each once, separated by commas. */
    public static final String COINS = "ow.coins";

    /** Packs of orders: the statuses of its orders, each once, separated by commas. */
    public static final String STATUSES = "ow.statuses";

    /** Dead letters: a {@link io.orderwire.contract.order.ParseResult#reason()}. */
    public static final String REASON = "ow.reason";

    /** Dead letters: the {@link Position} of the event. */
    public static final String POS = "ow.pos";

    /** Dead letters: the partition in which the event has its sequence. */
    public static final String PARTITION = "ow.partition";

    /** All but the ingestor's and the processes' own topics: the {@link RecordVersion}; absent in version 1. */
    public static final String VERSION = "ow.version";

    private static final int MOST_DIGITS = 19;

    private Headers() {}

    /** The value of the only header of that name, or null if there is none, several, or one without a value. */
    public static byte @Nullable [] bytes(org.apache.kafka.common.header.Headers headers, String name) {
        byte[] value = null;
        int count = 0;
        for (Header header : headers.headers(name)) {
            value = header.value();
            count++;
        }
        return count == 1 ? value : null;
    }

    /** The text of the only header of that name, or null if there is none, several, or one that is not UTF-8. */
    public static @Nullable String text(org.apache.kafka.common.header.Headers headers, String name) {
        byte[] value = bytes(headers, name);
        return value == null || !Utf8.isValid(value, 0, value.length)
                ? null
                : new String(value, StandardCharsets.UTF_8);
    }

    /** The number in the only header of that name, 1 to 19 digits that fit a long; null in every other case. */
    public static @Nullable Long number(org.apache.kafka.common.header.Headers headers, String name) {
        byte[] value = bytes(headers, name);
        if (value == null || value.length == 0 || value.length > MOST_DIGITS) {
            return null;
        }
        long number = 0;
        for (byte digit : value) {
            if (digit < '0' || digit > '9') {
                return null;
            }
            number = number * 10 + digit - '0';
        }
        // Numbers of nineteen digits are less than 2^64, so a number above the range of a long is negative here.
        return number < 0 ? null : (Long) number;
    }

    /** UTF-8 bytes of a header value. */
    public static byte[] value(Object value) {
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }
}
