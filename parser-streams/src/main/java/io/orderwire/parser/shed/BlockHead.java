package io.orderwire.parser.shed;

import io.orderwire.orders.Headers;
import io.orderwire.orders.Offsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a raw record's headers tell of it.
 *
 * @param offset where it stands in its partition
 * @param timestamp when the ingestor read it, epoch milliseconds
 * @param seq sequence of its first event
 * @param pos position of its first event
 * @param replay whether a start position asked for it
 */
record BlockHead(long offset, long timestamp, long seq, String pos, boolean replay) {
    private static final int NOTE_WORDS = 4;

    /** The head of a record, or null when it is no block. */
    static @Nullable BlockHead of(ConsumerRecord<byte[], byte[]> raw) {
        Long seq = Headers.number(raw.headers(), Headers.SEQ);
        String file = Headers.text(raw.headers(), Headers.FILE);
        Header offsets = raw.headers().lastHeader(Headers.OFFSETS);
        if (seq == null || file == null || offsets == null || raw.value() == null) {
            return null;
        }
        if (offsets.value() == null) {
            return null;
        }
        String pos = file + "@" + Math.max(0, new Offsets.Reader(offsets.value()).next());
        boolean replay = raw.headers().lastHeader(Headers.REPLAY) != null;
        return new BlockHead(raw.offset(), raw.timestamp(), seq, pos, replay);
    }

    /** As a line of text for {@link #ofNote}. */
    String toNote() {
        return offset + " " + timestamp + " " + seq + " " + pos;
    }

    /**
     * Reads {@link #toNote}.
     *
     * @throws IllegalArgumentException when it is none
     */
    static BlockHead ofNote(String note) {
        List<String> words = List.of(note.split(" ", -1));
        if (words.size() != NOTE_WORDS) {
            throw new IllegalArgumentException("no note of a jump: " + note);
        }
        return new BlockHead(
                Long.parseLong(words.get(0)),
                Long.parseLong(words.get(1)),
                Long.parseLong(words.get(2)),
                words.get(3),
                false);
    }
}
