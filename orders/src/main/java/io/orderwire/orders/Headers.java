package io.orderwire.orders;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Names of the record headers, values UTF-8 text throughout. */
public final class Headers {
    /** Raw: hour file and generation, {@link HourFile}. */
    public static final String FILE = "ow.file";

    /**
     * Raw and dead letters: sequence of the (first) event in its partition. On a marker in the raw topic, of the first event
     * behind it: what was passed over or gone before it can be told at its place, though no event may follow for long.
     */
    public static final String SEQ = "ow.seq";

    /** Raw: number of events, which is the number of lines. */
    public static final String EVENTS = "ow.events";

    /** Raw: where each line's event stands in the file, {@link Offsets}. */
    public static final String OFFSETS = "ow.offsets";

    /** Raw and orders: {@code 1} on what a start position asked for; no stage gives it up for age. */
    public static final String REPLAY = "ow.replay";

    /** Raw: the length in bytes of an event over the limit, of which only the head follows. */
    public static final String OVERSIZED = "ow.oversized";

    /** Raw and orders: the {@link Gap} that a marker stands for. */
    public static final String GAP = "ow.gap";

    /** Dead letters: a {@link Verdict#reason()}. */
    public static final String REASON = "ow.reason";

    /** Dead letters: the {@link Position} of the event. */
    public static final String POS = "ow.pos";

    /** Dead letters: the partition whose sequence the event consumed. */
    public static final String PARTITION = "ow.partition";

    private Headers() {}

    /** The text of the last header of that name, or null when there is none. */
    public static @Nullable String text(org.apache.kafka.common.header.Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** The whole number in the last header of that name, or null when there is none or it holds something else. */
    public static @Nullable Long number(org.apache.kafka.common.header.Headers headers, String name) {
        String text = text(headers, name);
        if (text == null) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException expected) {
            return null;
        }
    }

    /** UTF-8 bytes of a header value. */
    public static byte[] value(Object value) {
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }
}
