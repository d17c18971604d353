package io.orderwire.ingestor.tail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Open files whose path names their next generation: they are read until they have not grown for long. Not thread-safe. */
final class FormerGenerations {
    /** Most files that are kept open. */
    static final int MOST = 16;

    private final List<FileWatcher> files = new ArrayList<>();
    private List<FileWatcher> left = List.of();

    /** The open ones, and those that were left since the last commit. */
    List<FileWatcher> files() {
        return files;
    }

    /** Adds a file; the one that has not grown for the longest time is left if there are too many. */
    void add(FileWatcher former, long nowMs) throws IOException {
        if (files.size() >= MOST) {
            FileWatcher quietest = Collections.min(files, Comparator.comparingLong(FileWatcher::lastGrowthMs));
            quietest.leaveUnread(nowMs);
            files.remove(quietest);
        }
        files.add(former);
    }

    /** Adds a file of a committed state, which does not hold too many. */
    void restore(FileWatcher former) {
        files.add(former);
    }

    /** A checkpoint is made without those that were left. */
    void checkpoint() {
        left = files.stream().filter(FileWatcher::isLeft).toList();
    }

    /** The last checkpoint is in Kafka: the records of files that were left before it are no longer needed. */
    void committed() {
        files.removeAll(left);
        left = List.of();
    }

    void clear() {
        left = List.of();
        files.clear();
    }
}
