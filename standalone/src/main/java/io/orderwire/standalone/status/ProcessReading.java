package io.orderwire.standalone.status;

import io.orderwire.runtime.stats.ProcessIdentity;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import io.orderwire.standalone.status.KafkaView.ProcessView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes views of processes from their newest snapshots. */
final class ProcessReading {
    /** A process writes a snapshot each second; a gateway calls it silent after this time. */
    private static final long SILENT_MS = 5_000;

    /** Snapshots of processes that ended are kept for ever: those that ended before this time are not shown. */
    private static final long FORGOTTEN_MS = 3_600_000;

    private static final List<String> ORDER = List.of(StatsNames.INGESTOR, StatsNames.PARSER, StatsNames.GATEWAY);

    private ProcessReading() {}

    /**
     * The processes that ran within the last hour, in the order of the stages.
     *
     * @param values snapshots as Kafka has them; those that cannot be read are left out
     * @param nowMs epoch milliseconds; clocks of other hosts may be ahead
     */
    static List<ProcessView> of(Collection<byte[]> values, long nowMs) {
        List<ProcessView> views = new ArrayList<>();
        for (byte[] value : values) {
            try {
                ProcessView view = view(Snapshot.parse(value), nowMs);
                if (view.silentMs() < FORGOTTEN_MS) {
                    views.add(view);
                }
            } catch (IllegalArgumentException expected) {
                // A foreign record.
            }
        }
        views.sort(Comparator.<ProcessView>comparingInt(view -> ORDER.indexOf(view.role()))
                .thenComparing(ProcessView::instance));
        return views;
    }

    private static ProcessView view(Snapshot snapshot, long nowMs) {
        long silentMs = Math.max(0, nowMs - snapshot.atMs());
        ProcessIdentity process = snapshot.process();
        return new ProcessView(
                snapshot.role(),
                snapshot.instance(),
                process == null ? "" : process.host(),
                condition(snapshot, silentMs),
                silentMs,
                figure(snapshot, StatsNames.AGE_MS),
                snapshot.role().equals(StatsNames.GATEWAY) ? figure(snapshot, StatsNames.CLIENTS) : null);
    }

    private static String condition(Snapshot snapshot, long silentMs) {
        if (snapshot.stopped()) {
            return "stopped";
        }
        if (silentMs > SILENT_MS) {
            return "silent";
        }
        if (!snapshot.degraded().isEmpty()) {
            return "degraded";
        }
        return snapshot.state().warming() ? "warming" : "running";
    }

    private static @Nullable Long figure(Snapshot snapshot, String name) {
        return snapshot.figures().get(name);
    }
}
