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

/** Reads small files that contain secrets, and finds out whether users other than the owner may read them. */
public final class SecretFile {
    private SecretFile() {}

    /**
     * Returns the content of a file.
     *
     * @param mostBytes longest file that is accepted
     * @throws IOException naming the file, if it is missing, unreadable or too long, or is a pipe, folder or device
     */
    public static byte[] read(Path file, int mostBytes) throws IOException {
        // Opening a pipe would block until a writer opens it.
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
     * Returns the lines of a file in UTF-8.
     *
     * @throws IOException if {@link #read} fails, or if the content is not UTF-8
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

    /** A warning with the file and its mode if its group or others may read it; empty if the mode is unknown. */
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
