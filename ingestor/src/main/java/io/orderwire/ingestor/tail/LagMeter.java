package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.node.NodeOutput;

/** Measures the bytes that are not in Kafka, and when the files were last checked. The lag can be read from any thread. */
final class LagMeter {
    /** If the folder was not checked for this long, files may have been created and deleted without being seen. */
    private static final long UNWATCHED_MS = 60_000;

    private final FileWatchers files;
    private final NodeOutput output;
    private long checkedMs;
    private long watchedMs;
    private volatile Lag lag = Lag.NONE;

    LagMeter(FileWatchers files, NodeOutput output) {
        this.files = files;
        this.output = output;
    }

    /** All files were checked. */
    void checked(long nowMs) {
        checkedMs = nowMs;
    }

    /** Whether the folder was checked until now. */
    boolean isWatched(long nowMs) {
        return checkedMs != 0 && nowMs - checkedMs < UNWATCHED_MS;
    }

    /** Measures the lag, and reports to the node's output whether the files grow. */
    void measure(long nowMs) {
        Lag all = Lag.NONE;
        long grewMs = 0;
        for (FileWatcher file : files.all()) {
            all = all.plus(file.reader().lag(nowMs));
            FileAge ages = file.position().ages();
            grewMs = Math.max(grewMs, ages.liveGrowthMs());
            checkedMs = Math.max(checkedMs, ages.lastLookMs());
        }
        lag = all;
        if (!files.isNewestUnseen()) {
            watchedMs = checkedMs;
        }
        output.looked(watchedMs, grewMs, nowMs);
    }

    /** The lag as of the last {@link #measure}; from any thread. */
    Lag lag() {
        return lag;
    }
}
