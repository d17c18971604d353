package io.orderwire.ingestor.tail;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each name in the node's folder that is not read, once, with the reason. Not thread-safe. */
final class IgnoredNames {
    /** Largest number of names that are logged and remembered. */
    static final int MOST = 1_000;

    private static final Logger log = LoggerFactory.getLogger(IgnoredNames.class);
    private static final Set<String> COMPRESSED = Set.of("gz", "zst", "lz4", "xz", "bz2", "zip", "7z", "br", "tgz");

    private final Set<Path> known = new HashSet<>();
    private final Consumer<String> lines;
    private boolean full;

    IgnoredNames() {
        this(log::warn);
    }

    IgnoredNames(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Logs a path in the folder of dates that is not named after a date. */
    void date(Path path) {
        if (isNew(path)) {
            say(path, "not a date like 20260505" + compressed(path));
        }
    }

    /** Logs a path in the folder of a date that is not named after an hour. */
    void hour(Path path) {
        if (isNew(path)) {
            String name = name(path);
            boolean padded = name.matches("0[0-9]");
            say(
                    path,
                    padded
                            ? "hours are not zero-padded, the node writes " + name.charAt(1)
                            : "not an hour from 0 to 23" + compressed(path));
        }
    }

    /** Logs a path with the name of an hour that is not a file. */
    void notAFile(Path path) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && isNew(path)) {
            say(path, kind(path) + " and not a file");
        }
    }

    /** Logs a path with the name of a date that is not a folder. */
    void notAFolder(Path path) {
        if (isNew(path)) {
            say(path, "not a folder");
        }
    }

    private static String kind(Path path) {
        if (Files.isDirectory(path)) {
            return "a folder";
        }
        return Files.exists(path) ? "a pipe, socket or device" : "a symbolic link to nothing";
    }

    private static String compressed(Path path) {
        String name = name(path);
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return COMPRESSED.contains(ending) ? "; compressed files are not read" : "";
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private boolean isNew(Path path) {
        if (full) {
            return false;
        }
        if (known.size() == MOST && !known.contains(path)) {
            full = true;
            lines.accept("ignored " + path + " and possibly more: names that are ignored are not logged any more");
            return false;
        }
        return known.add(path);
    }

    private void say(Path path, String reason) {
        lines.accept("ignored " + path + ": " + reason);
    }
}
