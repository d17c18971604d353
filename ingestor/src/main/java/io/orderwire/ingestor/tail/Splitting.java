package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.UncountedBytes;
import io.orderwire.ingestor.duplicates.RewindDetector;
import io.orderwire.ingestor.node.NodeOutput;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.split.FileCursor;
import io.orderwire.ingestor.split.LineSplitter;

/**
 * Passes the bytes from the tailer to the {@link LineSplitter}, and the events from there to the {@link RewindDetector}, which
 * passes them on to the partitions.
 *
 * @param splitter the next station
 * @param watch follows the numbers of the node's blocks
 * @param blocks the partitions
 * @param node the node's clock
 * @param output the newest line
 */
record Splitting(
        LineSplitter splitter, RewindDetector watch, PartitionedBlocks blocks, NodeClock node, NodeOutput output)
        implements NextStation {
    @Override
    public boolean wantsLine() {
        return node.isDue();
    }

    @Override
    public void line(byte[] bytes, int length, long ageMs) {
        node.line(bytes, length, ageMs);
    }

    @Override
    public boolean take(HourFile file, FileCursor cursor, Chunk chunk, boolean replay) {
        blocks.from(file, replay);
        return splitter.split(
                chunk.bytes(),
                chunk.length(),
                chunk.isFull(),
                (int) Math.min(chunk.most(), Integer.MAX_VALUE),
                cursor,
                watch.reading(file, cursor, blocks));
    }

    @Override
    public void taken(HourFile file, FileCursor cursor, Chunk chunk, boolean atLine, boolean live, long nowMs) {
        int line = cursor.head() == null ? NodeOutput.lastLine(chunk.bytes(), chunk.length(), atLine) : -1;
        if (line >= 0) {
            output.line(file, chunk.bytes(), line, chunk.length(), live, nowMs);
        } else {
            output.envelope(file, watch.lastHead(), live, nowMs);
        }
    }

    /** Reports that bytes were shed, so that their events are missing here. */
    void shed(UncountedBytes bytes) {
        watch.memory().shed(bytes.file(), bytes.from(), bytes.to());
        blocks.lost(bytes.gap(null));
    }
}
