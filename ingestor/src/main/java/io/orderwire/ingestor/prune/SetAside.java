package io.orderwire.ingestor.prune;

import io.orderwire.ingestor.prune.FoundFile.Identity;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * Deletes a file in two steps, so that a file that is changed or replaced meanwhile is never deleted. The file is renamed to a
 * name that neither the node nor the ingestor uses, compared with the examined file, and deleted if it is the same; otherwise
 * its name is restored. If the process ends between the steps, the next prune finds the file under the other name.
 */
public final class SetAside {
    private static final String SUFFIX = ".orderwire-pruning";

    private final Consumer<Path> renamed;

    SetAside() {
        this(aside -> {});
    }

    /** @param renamed receives the other name after the first step */
    SetAside(Consumer<Path> renamed) {
        this.renamed = renamed;
    }

    /** Whether a path has the name of a file that was set aside. */
    public static boolean is(Path path) {
        return String.valueOf(path.getFileName()).endsWith(SUFFIX);
    }

    /** The original name of a file that was set aside. */
    static Path original(Path aside) {
        String name = String.valueOf(aside.getFileName());
        return aside.resolveSibling(name.substring(0, name.length() - SUFFIX.length()));
    }

    static Path aside(Path original) {
        return original.resolveSibling(original.getFileName() + SUFFIX);
    }

    /** Checks whether the file at a path still holds the bytes that were examined. */
    interface Comparison {
        boolean holds(Path path) throws IOException;
    }

    /**
     * Deletes a file that has the name of its hour.
     *
     * @param same called for the file under its other name
     * @return why it was kept, or {@link PruneDecision#DELETE} if it was deleted
     */
    PruneDecision delete(FoundFile file, Comparison same) throws IOException {
        Path aside = aside(file.path());
        if (Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
            return PruneDecision.keep(Reason.FAILED, aside.getFileName() + " exists, which an interrupted prune left");
        }
        try {
            Files.move(file.path(), aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            return PruneDecision.keep(Reason.FAILED, "it is gone");
        }
        boolean deleted = false;
        boolean back = true;
        try {
            renamed.accept(aside);
            if (file.identity().equals(Identity.of(aside)) && same.holds(aside)) {
                Files.delete(aside);
                deleted = true;
            }
        } finally {
            back = deleted || restore(aside);
        }
        if (deleted) {
            return PruneDecision.DELETE;
        }
        return PruneDecision.keep(
                Reason.GROWING,
                "it changed while it was about to be deleted"
                        + (back ? "" : "; it is " + aside.getFileName() + " now, since its hour has another file"));
    }

    /**
     * Restores the original name of a file, unless another file has that name.
     *
     * @return whether the file has its original name again, or no longer exists
     */
    static boolean restore(Path aside) throws IOException {
        Path original = original(aside);
        if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        try {
            // Unlike a rename, a link never replaces a file that the node has just created.
            Files.createLink(original, aside);
            Files.deleteIfExists(aside);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (UnsupportedOperationException | IOException noLinks) {
            if (Files.exists(original, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Files.move(aside, original);
            return true;
        }
    }
}
