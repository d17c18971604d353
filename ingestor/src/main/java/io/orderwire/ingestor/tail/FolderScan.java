package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;

/** Lists the hour files, as far as the folders of dates can be listed. */
final class FolderScan {
    private final Path hourly;
    private final HourDirectory directory;
    private final UnreadablePaths troubles;

    FolderScan(Path hourly, HourDirectory directory, UnreadablePaths troubles) {
        this.hourly = hourly;
        this.directory = directory;
        this.troubles = troubles;
    }

    /**
     * The result of a scan.
     *
     * @param files the hour files that exist
     * @param unlisted folders of dates that were not listed, so that their files are unknown
     */
    record Found(NavigableMap<HourFile, Path> files, Set<Path> unlisted) {
        /** Whether it is known if the file at {@code path} exists. */
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
