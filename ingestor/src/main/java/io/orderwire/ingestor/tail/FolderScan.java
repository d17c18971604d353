package io.orderwire.ingestor.tail;

import io.orderwire.orders.HourFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;

/** Looks for hour files, as far as the folders of dates can be listed. */
final class FolderScan {
    private final Path hourly;
    private final HourDirectory directory;
    private final Troubles troubles;

    FolderScan(Path hourly, HourDirectory directory, Troubles troubles) {
        this.hourly = hourly;
        this.directory = directory;
        this.troubles = troubles;
    }

    /**
     * What was found.
     *
     * @param files that are there
     * @param unlisted folders of dates of which nobody knows what is there
     */
    record Found(NavigableMap<HourFile, Path> files, Set<Path> unlisted) {
        /** Whether it is known that the file of that path is there, or is not. */
        boolean isKnown(Path path) {
            return !unlisted.contains(path.getParent());
        }
    }

    /** The hour files from {@code floor} on. */
    Found files(HourFile floor, long nowMs) throws IOException {
        Set<Path> unlisted = new HashSet<>(troubles.waiting(nowMs));
        Set<Path> before = Set.copyOf(unlisted);
        NavigableMap<HourFile, Path> files = directory.list(floor, before, (date, failure) -> {
            troubles.failed(date, failure, nowMs);
            unlisted.add(date);
        });
        for (Path path : troubles.paths()) {
            if (Objects.equals(path.getParent(), hourly) && !unlisted.contains(path)) {
                troubles.cleared(path);
            }
        }
        return new Found(files, unlisted);
    }
}
