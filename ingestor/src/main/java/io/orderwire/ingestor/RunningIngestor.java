package io.orderwire.ingestor;

import io.orderwire.ingestor.node.NodeWatch;
import io.orderwire.ingestor.tail.Tailer;
import io.orderwire.runtime.clock.ClockSkew;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an ingestor that has found its source.
 *
 * @param cycles reads and commits
 * @param commits commits the cycles to Kafka
 * @param tailer reads the files
 * @param node watches the node
 * @param skew skew between this host's clock and the clock of the node's host
 * @param prune deletes old hour files, null if files are never deleted
 */
record RunningIngestor(
        Cycles cycles,
        Commits commits,
        Tailer tailer,
        NodeWatch node,
        ClockSkew skew,
        @Nullable PruneTask prune) {}
