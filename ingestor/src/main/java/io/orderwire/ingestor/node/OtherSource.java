package io.orderwire.ingestor.node;

import io.orderwire.contract.position.HourFile;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Detects that the files of a shape which is not followed grow. Checks the newest hour files only. Times are of the steady
 * clock. Not thread-safe.
 */
final class OtherSource {
    private static final long NEVER = Long.MIN_VALUE;

    private final NodeFolder folder;
    private @Nullable Map<HourFile, Long> sizes;
    private long lookedMs;
    private long grewAfterMs = NEVER;
    private long grewMs = NEVER;

    OtherSource(NodeFolder folder) {
        this.folder = folder;
    }

    /** The word for the shape in options. */
    String option() {
        return folder.source().option();
    }

    /** Checks the files; to be called every few seconds. */
    void look(long nowMs) {
        Map<HourFile, Long> now;
        try {
            now = NewestHours.in(folder.hourly());
        } catch (IOException expected) {
            // These files are not read, so a failed listing is not a fault.
            return;
        }
        Map<HourFile, Long> before = sizes;
        if (before != null && hasGrown(before, now)) {
            grewAfterMs = lookedMs;
            grewMs = nowMs;
        }
        sizes = now;
        lookedMs = nowMs;
    }

    private static boolean hasGrown(Map<HourFile, Long> before, Map<HourFile, Long> now) {
        HourFile newest =
                before.keySet().stream().max(Comparator.naturalOrder()).orElse(null);
        return now.entrySet().stream().anyMatch(file -> {
            // A file that was not among the newest files before is new only if it is newer than those.
            boolean isNew = newest == null || file.getKey().compareTo(newest) > 0;
            long least = isNew ? 0 : before.getOrDefault(file.getKey(), Long.MAX_VALUE);
            return file.getValue() > least;
        });
    }

    /** Whether the files grew later than {@code sinceMs}, and during the last {@code withinMs}. */
    boolean hasGrownSince(long sinceMs, long withinMs, long nowMs) {
        return grewAfterMs != NEVER && grewAfterMs >= sinceMs && nowMs - grewMs <= withinMs;
    }
}
