package io.orderwire.gateway.protocol;

import io.orderwire.contract.position.Sequence;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.Uuid;

/**
 * A client's position in {@code hyperliquid.orders}: everything that a gateway needs to continue there. Clients see
 * base64url of: a version byte, the topic's id, the number of partitions, for each the next offset to read and the last
 * sequence seen, and for each the sequences that were left out, all as variable-length numbers. About 12 bytes a partition,
 * so that over a hundred fit into 2 KiB.
 *
 * @param topicId of the topic as it was: a recreated one has another
 * @param nextOffsets by partition
 * @param lastSeqs by partition, 0 before the first
 * @param leftOut by partition: sequences that were not seen although higher ones were sent, and may still arrive, too late
 */
@SuppressWarnings("ArrayRecordComponent") // written and read, never compared
public record Cursor(Uuid topicId, long[] nextOffsets, long[] lastSeqs, List<List<Range>> leftOut) {
    private static final byte VERSION = 2;
    private static final int LONGEST_VARINT = 10;

    /** First bytes below this are versions; other texts, such as words, are not cursors at all. */
    private static final int VERSIONS = 32;

    /** Maximum number of ranges in a cursor. */
    private static final int MOST_RANGES = 64;

    /** Maximum length, characters; a cursor for 1,024 partitions, the maximum, has about half of it. */
    private static final int LONGEST_TEXT = 32_768;

    /** Another version wrote the cursor. */
    static final class OtherVersionException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        OtherVersionException(int found) {
            super("from.cursor is of version " + found + ", and this gateway reads version " + VERSION
                    + (found > VERSION ? ": a newer gateway wrote it" : ""));
        }
    }

    /** Sequences without a gap, both ends inclusive. */
    public record Range(long from, long to) {
        /** How many. */
        public long count() {
            return to - from + 1;
        }
    }

    /** Encodes the cursor as the text that clients keep. */
    public String encode() {
        int ranges = leftOut.stream().mapToInt(List::size).sum();
        ByteBuffer bytes = ByteBuffer.allocate(17 + LONGEST_VARINT * (1 + 3 * nextOffsets.length + 2 * ranges));
        bytes.put(VERSION);
        bytes.putLong(topicId.getMostSignificantBits());
        bytes.putLong(topicId.getLeastSignificantBits());
        putVarint(bytes, nextOffsets.length);
        for (int partition = 0; partition < nextOffsets.length; partition++) {
            putVarint(bytes, nextOffsets[partition]);
            putVarint(bytes, lastSeqs[partition]);
        }
        for (int partition = 0; ranges > 0 && partition < nextOffsets.length; partition++) {
            putVarint(bytes, leftOut.get(partition).size());
            for (Range range : leftOut.get(partition)) {
                // Most ranges are short and close to the last sequence, so differences are small numbers.
                putVarint(bytes, lastSeqs[partition] - range.to);
                putVarint(bytes, range.to - range.from);
            }
        }
        byte[] written = new byte[bytes.position()];
        bytes.flip().get(written);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(written);
    }

    /**
     * Decodes a text that {@link #encode()} has written.
     *
     * @throws OtherVersionException if another version wrote it
     * @throws IllegalArgumentException if it is not such a text
     */
    public static Cursor decode(String text) {
        require(text.length() <= LONGEST_TEXT);
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        try {
            requireVersion(bytes.get());
            Uuid topicId = new Uuid(bytes.getLong(), bytes.getLong());
            long partitions = varint(bytes);
            require(partitions <= bytes.remaining() / 2);
            long[] offsets = new long[(int) partitions];
            long[] seqs = new long[(int) partitions];
            for (int partition = 0; partition < partitions; partition++) {
                offsets[partition] = varint(bytes);
                seqs[partition] = varint(bytes);
                require(seqs[partition] <= Sequence.MAX);
            }
            boolean named = bytes.hasRemaining();
            List<List<Range>> leftOut = new ArrayList<>();
            int room = MOST_RANGES;
            for (int partition = 0; partition < partitions; partition++) {
                leftOut.add(named ? ranges(bytes, seqs[partition], room) : List.of());
                room -= leftOut.get(partition).size();
            }
            require(!bytes.hasRemaining());
            return new Cursor(topicId, offsets, seqs, leftOut);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("not a cursor", e);
        }
    }

    /** Reads at most {@code most} ranges below a sequence, each lower than the previous one. */
    private static List<Range> ranges(ByteBuffer bytes, long lastSeq, int most) {
        long count = varint(bytes);
        require(count <= most);
        List<Range> ranges = new ArrayList<>();
        long below = lastSeq + 1;
        for (int i = 0; i < count; i++) {
            long to = lastSeq - varint(bytes);
            long from = to - varint(bytes);
            require(from > 0 && from <= to && to < below);
            ranges.add(new Range(from, to));
            below = from;
        }
        return ranges;
    }

    private static void requireVersion(byte found) {
        require(found > 0 && found < VERSIONS);
        if (found != VERSION) {
            throw new OtherVersionException(found);
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not a cursor");
        }
    }

    private static void putVarint(ByteBuffer bytes, long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            bytes.put((byte) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.put((byte) rest);
    }

    /** A number that is not negative. */
    private static long varint(ByteBuffer bytes) {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes.get();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                require(number >= 0);
                return number;
            }
        }
        throw new IllegalArgumentException("not a cursor");
    }
}
