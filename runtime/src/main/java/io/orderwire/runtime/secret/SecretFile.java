package io.orderwire.runtime.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a small file that holds secrets, and finds out who besides its owner may read it. */
public final class SecretFile {
    private SecretFile() {}

    /**
     * All that it holds.
     *
     * @param mostBytes a longer one is refused
     * @throws IOException naming the file, which is not there, is too long, or is a pipe, folder or device
     */
    public static byte[] read(Path file, int mostBytes) throws IOException {
        // To open a pipe would wait for its writer.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + " is not a regular file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(mostBytes + 1);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e, e);
        }
        if (bytes.length > mostBytes) {
            throw new IOException(file + " is longer than " + mostBytes + " bytes");
        }
        return bytes;
    }

    /**
     * The same as lines of UTF-8.
     *
     * @throws IOException as above, or if it is not UTF-8
     */
    public static List<String> readLines(Path file, int mostBytes) throws IOException {
        byte[] bytes = read(file, mostBytes);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .lines()
                    .toList();
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not text in UTF-8", e);
        }
    }

    /** A warning that names the file and its mode if its group or others may read it; nothing where modes are unknown. */
    public static Optional<String> exposure(Path file) {
        Set<PosixFilePermission> mode;
        try {
            mode = Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException | IOException expected) {
            return Optional.empty();
        }
        boolean group = mode.contains(PosixFilePermission.GROUP_READ);
        boolean others = mode.contains(PosixFilePermission.OTHERS_READ);
        if (!group && !others) {
            return Optional.empty();
        }
        return Optional.of(file + " can be read by " + (others ? "every user" : "its group") + " of this machine (mode "
                + PosixFilePermissions.toString(mode) + "); expected its owner only, as after chmod 600");
    }
}
