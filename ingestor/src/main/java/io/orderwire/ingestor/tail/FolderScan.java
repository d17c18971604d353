package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;

/** Lists the hour files in those folders of dates that can be listed. */
final class FolderScan {
    private final Path hourly;
    private final HourDirectory directory;
    private final UnreadablePaths failing;

    FolderScan(Path hourly, HourDirectory directory, UnreadablePaths failing) {
        this.hourly = hourly;
        this.directory = directory;
        this.failing = failing;
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
        Set<Path> unlisted = new HashSet<>(failing.waiting(nowMs));
        Set<Path> before = Set.copyOf(unlisted);
        NavigableMap<HourFile, Path> files = directory.list(floor, before, (date, failure) -> {
            failing.failed(date, failure, nowMs);
            unlisted.add(date);
        });
        for (Path path : failing.paths()) {
            if (Objects.equals(path.getParent(), hourly) && !unlisted.contains(path)) {
                failing.cleared(path);
            }
        }
        return new Found(files, unlisted);
    }

    /** Whether a folder of a date cannot be listed that may hold newer files than {@code newest}. */
    boolean isUnlistedAfter(Path newest) {
        return failing.count() > 0
                && failing.paths().stream()
                        .anyMatch(path -> Objects.equals(path.getParent(), hourly) && path.compareTo(newest) > 0);
    }
}
