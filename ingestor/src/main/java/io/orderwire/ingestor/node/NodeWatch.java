package io.orderwire.ingestor.node;

import io.orderwire.orders.Source;
import io.orderwire.orders.Unicode;
import io.orderwire.runtime.figures.NodeStats;
import java.nio.file.Path;
import java.time.Clock;

/** Tells the state of the node from its {@linkplain NodeOutput output}. Thread-safe. */
public final class NodeWatch {
    private final NodeOutput output;
    private final Source source;
    private final Path folder;
    private final Clock wall;

    /**
     * Watches what a node writes.
     *
     * @param source the shape that is followed
     * @param folder the folder of dates that is followed
     * @param wall compared with the times of blocks
     */
    public NodeWatch(NodeOutput output, Source source, Path folder, Clock wall) {
        this.output = output;
        this.source = source;
        this.folder = folder;
        this.wall = wall;
    }

    /** The state of the node. */
    public NodeStats stats() {
        NodeLine line = output.newest();
        return new NodeStats(
                line == null ? null : line.lagMs(),
                line == null ? null : line.chainAgeMs(wall.millis()),
                output.silentMs(),
                line == null ? null : Long.valueOf(line.block()),
                output.blocksPerSecond(),
                source.option(),
                Unicode.wellFormed(folder.toString()));
    }
}
