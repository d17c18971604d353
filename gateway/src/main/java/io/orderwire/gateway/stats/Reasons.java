package io.orderwire.gateway.stats;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Why the pipeline is degraded, and why it is still warming up. Keeps a bounded number of reasons. */
final class Reasons {
    private static final int MOST = 256;
    private static final String KAFKA = "kafka: ";
    private static final String NODE = "node: ";

    private final List<Reason> all = new ArrayList<>();
    private final Set<String> texts = new HashSet<>();
    private boolean degraded;

    /** Adds that no process of a role is alive; {@code warming} while one may still be starting. */
    void missing(String role, boolean warming) {
        degraded |= !warming;
        ReasonCode code = role.equals(StatsNames.PARSER) ? ReasonCode.PARSER_MISSING : ReasonCode.INGESTOR_MISSING;
        add(code.because("no " + role));
    }

    /** Adds the reasons why that process is degraded. */
    void degraded(Snapshot snapshot) {
        degraded |= !snapshot.degraded().isEmpty();
        snapshot.degraded().forEach(reason -> add(ofStation(snapshot.role(), reason)));
    }

    /** Adds the reasons for which that process is still warming up. */
    void warming(Snapshot snapshot) {
        snapshot.state().reasons().forEach(reason -> add(ofStation(snapshot.role(), reason)));
    }

    private void add(Reason reason) {
        if (all.size() < MOST && texts.add(reason.text())) {
            all.add(reason);
        }
    }

    /**
     * Reasons that concern Kafka do not name the role, so that a reason that several roles report is listed once; neither do
     * those of the node, which only ingestors see.
     */
    private static Reason ofStation(String role, Reason reason) {
        String text = reason.text();
        boolean ofNode = role.equals(StatsNames.INGESTOR) && text.startsWith(NODE);
        return ofNode || text.startsWith(KAFKA) ? reason : reason.in(role + ": " + text);
    }

    /** The state of the pipeline; {@code warming} if a process is warming up. */
    PipelineStats.State state(boolean warming) {
        if (degraded) {
            return PipelineStats.State.DEGRADED;
        }
        return warming ? PipelineStats.State.WARMING : PipelineStats.State.WELL;
    }

    /** All of them, each once. */
    List<Reason> all() {
        return List.copyOf(all);
    }
}
