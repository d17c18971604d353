package io.orderwire.gateway.protocol;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.apache.kafka.common.Uuid;

/**
 * Where a client stands in {@code hyperliquid.orders}: all that any gateway needs to go on from there. Clients see
 * base64url of: a version byte, the topic's id, the number of partitions, and for each the next offset to read and the
 * last sequence seen, as variable-length numbers. About 12 bytes a partition, so that over a hundred fit into 2 KiB.
 *
 * @param topicId of the topic as it was: a recreated one has another
 * @param nextOffsets by partition
 * @param lastSeqs by partition, 0 before the first
 */
@SuppressWarnings("ArrayRecordComponent") // written and read, never compared
public record Cursor(Uuid topicId, long[] nextOffsets, long[] lastSeqs) {
    private static final byte VERSION = 1;
    private static final int LONGEST_VARINT = 10;

    /** The text that clients keep. */
    public String encode() {
        ByteBuffer bytes = ByteBuffer.allocate(1 + 16 + LONGEST_VARINT * (1 + 2 * nextOffsets.length));
        bytes.put(VERSION);
        bytes.putLong(topicId.getMostSignificantBits());
        bytes.putLong(topicId.getLeastSignificantBits());
        putVarint(bytes, nextOffsets.length);
        for (int partition = 0; partition < nextOffsets.length; partition++) {
            putVarint(bytes, nextOffsets[partition]);
            putVarint(bytes, lastSeqs[partition]);
        }
        byte[] written = new byte[bytes.position()];
        bytes.flip().get(written);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(written);
    }

    /**
     * Reads what {@link #encode()} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Cursor decode(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        try {
            if (bytes.get() != VERSION) {
                throw new IllegalArgumentException("not a cursor of this version");
            }
            Uuid topicId = new Uuid(bytes.getLong(), bytes.getLong());
            long partitions = varint(bytes);
            if (partitions < 0 || 2 * partitions > bytes.remaining()) {
                throw new IllegalArgumentException("not a cursor");
            }
            long[] offsets = new long[(int) partitions];
            long[] seqs = new long[(int) partitions];
            boolean negative = false;
            for (int partition = 0; partition < partitions; partition++) {
                offsets[partition] = varint(bytes);
                seqs[partition] = varint(bytes);
                negative |= offsets[partition] < 0 || seqs[partition] < 0;
            }
            if (negative || bytes.hasRemaining()) {
                throw new IllegalArgumentException("not a cursor");
            }
            return new Cursor(topicId, offsets, seqs);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("not a cursor", e);
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

    private static long varint(ByteBuffer bytes) {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes.get();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("not a cursor");
    }
}
