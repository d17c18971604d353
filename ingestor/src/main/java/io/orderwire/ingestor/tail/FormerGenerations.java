package io.orderwire.ingestor.tail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The open files whose path names their next generation. They are read until they have not grown for a long time. Not
 * thread-safe.
 */
final class FormerGenerations {
    /** Largest number of files that are kept open. */
    static final int MOST = 16;

    private final List<FileWatcher> files = new ArrayList<>();
    private List<FileWatcher> left = List.of();

    /** The open files, and those that were closed since the last commit. */
    List<FileWatcher> files() {
        return files;
    }

    /** Adds a file; if there are too many, the file that has not grown for the longest time is closed. */
    void add(FileWatcher former, long nowMs) throws IOException {
        if (files.size() >= MOST) {
            FileWatcher quietest = Collections.min(files, Comparator.comparingLong(FileWatcher::lastGrowthMs));
            quietest.leaveUnread(nowMs);
            files.remove(quietest);
        }
        files.add(former);
    }

    /** Adds a file of a committed state, which never holds too many. */
    void restore(FileWatcher former) {
        files.add(former);
    }

    /** Notes that a checkpoint does not contain the closed files. */
    void checkpoint() {
        left = files.stream().filter(FileWatcher::isLeft).toList();
    }

    /** Notes that the last checkpoint is in Kafka: the state of files that were closed before it is no longer needed. */
    void committed() {
        files.removeAll(left);
        left = List.of();
    }

    void clear() {
        left = List.of();
        files.clear();
    }
}
