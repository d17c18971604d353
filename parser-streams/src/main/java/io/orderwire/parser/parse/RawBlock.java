package io.orderwire.parser.parse;

import io.orderwire.orders.Headers;
import io.orderwire.orders.Offsets;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A record of the raw topic, read line by line.
 *
 * <p>Not thread-safe; the bytes are the record's own.
 */
final class RawBlock {
    private final byte[] file;
    private final long firstSeq;
    private final int events;
    private final boolean oversized;
    private final boolean replay;
    private final byte[] bytes;
    private final byte[] encodedOffsets;
    private final Offsets.Reader offsets;
    private int lineFrom;
    private int lineTo = -1;
    private long offset;

    private RawBlock(byte[] file, long firstSeq, int events, byte[] offsets, Record<byte[], byte[]> raw) {
        this.file = file;
        this.firstSeq = firstSeq;
        this.events = events;
        this.encodedOffsets = offsets;
        this.offsets = new Offsets.Reader(offsets);
        this.bytes = raw.value();
        this.oversized = raw.headers().lastHeader(Headers.OVERSIZED) != null;
        this.replay = raw.headers().lastHeader(Headers.REPLAY) != null;
    }

    /** The block in a record, or null when the record is not the ingestor's. */
    static @Nullable RawBlock of(Record<byte[], byte[]> raw) {
        Header file = raw.headers().lastHeader(Headers.FILE);
        Header offsets = raw.headers().lastHeader(Headers.OFFSETS);
        Long seq = Headers.number(raw.headers(), Headers.SEQ);
        Long events = Headers.number(raw.headers(), Headers.EVENTS);
        if (file == null || offsets == null || seq == null || events == null || raw.value() == null) {
            return null;
        }
        // A header may stand there without a value.
        if (file.value() == null || offsets.value() == null) {
            return null;
        }
        if (seq < 1 || events < 1 || events > raw.value().length) {
            return null;
        }
        return new RawBlock(file.value(), seq, events.intValue(), offsets.value(), raw);
    }

    /** Goes to the next line; a block that holds fewer than it says goes on with empty ones. */
    void next() {
        lineFrom = Math.min(lineTo + 1, bytes.length);
        int i = lineFrom;
        while (i < bytes.length && bytes[i] != '\n') {
            i++;
        }
        lineTo = i;
        offset = Math.max(0, offsets.next());
    }

    /** Where the first event stands, as a text. */
    String firstPosition() {
        return new String(file, StandardCharsets.UTF_8) + "@" + firstOffset();
    }

    /** Where the first event stands in the file. */
    long firstOffset() {
        return Math.max(0, new Offsets.Reader(encodedOffsets).next());
    }

    /** Where the last event stands in the file. */
    long lastOffset() {
        Offsets.Reader reader = new Offsets.Reader(encodedOffsets);
        long last = 0;
        for (int i = 0; i < events; i++) {
            last = Math.max(last, reader.next());
        }
        return last;
    }

    byte[] file() {
        return file;
    }

    long firstSeq() {
        return firstSeq;
    }

    long lastSeq() {
        return firstSeq + events - 1;
    }

    int events() {
        return events;
    }

    boolean oversized() {
        return oversized;
    }

    boolean replay() {
        return replay;
    }

    byte[] bytes() {
        return bytes;
    }

    int lineFrom() {
        return lineFrom;
    }

    /** Where the line ends, its line feed left out. */
    int lineTo() {
        return lineTo;
    }

    /** Where the line's event stands in the file. */
    long offset() {
        return offset;
    }
}
