package io.orderwire.runtime.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Finds out who besides its owner may read a file. */
public final class SecretFile {
    private SecretFile() {}

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
