package io.orderwire.parser.shed;

import io.orderwire.contract.topic.RawHead;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The head of a block, from the headers of its raw record.
 *
 * @param offset its offset in its partition
 * @param timestamp when the ingestor read it, epoch milliseconds
 * @param seq sequence of its first event
 * @param pos position of its first event
 * @param replay whether a start position requested it
 */
record BlockHead(long offset, long timestamp, long seq, String pos, boolean replay) {
    private static final int NOTE_WORDS = 4;

    /** The head of a record, or null if it is not a block. */
    static @Nullable BlockHead of(ConsumerRecord<byte[], byte[]> raw) {
        try {
            RawHead head = RawHead.of(raw.headers(), raw.value());
            String pos = head.firstPosition().toString();
            return new BlockHead(raw.offset(), raw.timestamp(), head.firstSeq(), pos, head.replay());
        } catch (IllegalArgumentException foreign) {
            // A marker or a foreign record; the thread that parses counts the foreign ones.
            return null;
        }
    }

    /** The head as a line of text for {@link #ofNote}. */
    String toNote() {
        return offset + " " + timestamp + " " + seq + " " + pos;
    }

    /**
     * Reads the text of {@link #toNote}.
     *
     * @throws IllegalArgumentException if the text does not have this form
     */
    static BlockHead ofNote(String note) {
        List<String> words = List.of(note.split(" ", -1));
        if (words.size() != NOTE_WORDS) {
            throw new IllegalArgumentException("not the note of a start gap: " + note);
        }
        return new BlockHead(
                Long.parseLong(words.get(0)),
                Long.parseLong(words.get(1)),
                Long.parseLong(words.get(2)),
                words.get(3),
                false);
    }
}
