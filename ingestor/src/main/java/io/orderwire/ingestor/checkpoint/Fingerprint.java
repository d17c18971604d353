package io.orderwire.ingestor.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Hashes that show whether a file still holds the bytes that were read: one of the last bytes before an offset, and one of
 * the first bytes for a file that has become shorter than the offset.
 */
public final class Fingerprint {
    /** Largest number of bytes that one hash covers. */
    public static final int BYTES = 1024;

    private static final int HASH_BYTES = 16;

    private Fingerprint() {}

    /**
     * Hash of up to {@link #BYTES} bytes from the file's first one on, none of them at or after {@code offset}; empty when
     * there are none, or the file is shorter.
     */
    public static String head(FileChannel channel, long offset) throws IOException {
        return offset == 0 ? "" : before(channel, Math.min(BYTES, offset));
    }

    /** Hash of up to {@link #BYTES} bytes before {@code offset}, in hexadecimal; empty when the file is shorter. */
    public static String before(FileChannel channel, long offset) throws IOException {
        int length = (int) Math.min(BYTES, offset);
        ByteBuffer bytes = ByteBuffer.allocate(length);
        long at = offset - length;
        while (bytes.hasRemaining()) {
            int read = channel.read(bytes, at + bytes.position());
            if (read < 0) {
                return "";
            }
        }
        return of(bytes.array(), length);
    }

    /** Hash of the first {@code length} bytes of an array, in hexadecimal. */
    public static String of(byte[] bytes, int length) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(bytes, 0, length);
            return HexFormat.of().formatHex(sha256.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
