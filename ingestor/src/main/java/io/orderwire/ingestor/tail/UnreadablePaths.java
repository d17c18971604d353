package io.orderwire.ingestor.tail;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and folders that cannot be read. Each is tried again after a pause that doubles, without delaying others. Used by the
 * tailer's thread only, except for the reasons and the count.
 */
final class UnreadablePaths {
    static final long FIRST_PAUSE_MS = 1_000;
    static final long LONGEST_PAUSE_MS = 60_000;

    private static final Logger log = LoggerFactory.getLogger(UnreadablePaths.class);
    private static final int MOST_NAMED = 5;

    private record Failure(String reason, long nextMs, long pauseMs) {}

    private final Map<Path, Failure> byPath = new TreeMap<>();
    private volatile List<Reason> reasons = List.of();
    private volatile int count;

    /** Whether to try the path, because it could be read the last time or its pause is over. */
    boolean isDue(Path path, long nowMs) {
        Failure failure = byPath.get(path);
        return failure == null || nowMs >= failure.nextMs;
    }

    /** The paths whose pause is not over. */
    Set<Path> waiting(long nowMs) {
        return byPath.keySet().stream().filter(path -> !isDue(path, nowMs)).collect(Collectors.toUnmodifiableSet());
    }

    /** The paths that could not be read the last time. */
    Set<Path> paths() {
        return Set.copyOf(byPath.keySet());
    }

    /** Whether the path could not be read the last time. */
    boolean has(Path path) {
        return byPath.containsKey(path);
    }

    /** Reports that the path could not be read. */
    void failed(Path path, IOException failure, long nowMs) {
        String reason = "cannot read " + path + ": " + cause(failure);
        Failure before = byPath.get(path);
        long pauseMs = before == null ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, 2 * before.pauseMs);
        byPath.put(path, new Failure(reason, nowMs + pauseMs, pauseMs));
        if (before == null) {
            log.warn("{}; it is tried again, and the other files are read on", reason);
        }
        publish();
    }

    private static String cause(IOException failure) {
        return failure instanceof AccessDeniedException ? "permission denied" : failure.toString();
    }

    /** Reports that the path could be read. */
    void cleared(Path path) {
        if (!byPath.isEmpty() && byPath.remove(path) != null) {
            log.info("{} can be read again", path);
            publish();
        }
    }

    /** Reports that the path is no longer followed. */
    void forget(Path path) {
        if (byPath.remove(path) != null) {
            publish();
        }
    }

    /** Reports that only these paths are still followed. */
    void keepOnly(Set<Path> paths) {
        if (byPath.keySet().retainAll(paths)) {
            publish();
        }
    }

    private void publish() {
        List<String> named = new ArrayList<>();
        byPath.values().stream().limit(MOST_NAMED).forEach(failure -> named.add(failure.reason));
        if (byPath.size() > MOST_NAMED) {
            named.add("cannot read " + (byPath.size() - MOST_NAMED) + " more files");
        }
        reasons = named.stream().map(ReasonCode.FILE_UNREADABLE::because).toList();
        count = byPath.size();
    }

    /** The paths that cannot be read, and why; from any thread. */
    List<Reason> reasons() {
        return reasons;
    }

    /** Number of files and folders that cannot be read; from any thread. */
    int count() {
        return count;
    }
}
