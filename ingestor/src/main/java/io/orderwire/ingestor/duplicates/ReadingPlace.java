package io.orderwire.ingestor.duplicates;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.ingestor.checkpoint.BlockPlace;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.split.FileCursor;
import org.jspecify.annotations.Nullable;

/** Where events are read, and where they go. Not thread-safe. */
final class ReadingPlace {
    private HourFile file = new HourFile(0, 0, 0);
    private FileCursor cursor = new FileCursor(0);
    private @Nullable PartitionedBlocks target;
    private long learnTo;

    /** Events are read for the first time, and go to {@code newTarget}. */
    void reading(HourFile newFile, FileCursor newCursor, PartitionedBlocks newTarget) {
        file = newFile;
        cursor = newCursor;
        target = newTarget;
    }

    /** Events were already read up to {@code offset}, and are only remembered. */
    void learning(HourFile newFile, FileCursor newCursor, long offset) {
        file = newFile;
        cursor = newCursor;
        target = null;
        learnTo = offset;
    }

    /** False for an event that is read while remembering others, but was not read before. */
    boolean wants(long position) {
        return target != null || position < learnTo;
    }

    /** The partitions to which events go, null if events are only remembered. */
    @Nullable
    PartitionedBlocks target() {
        return target;
    }

    HourFile file() {
        return file;
    }

    /** The head of the envelope whose events are passed one by one, or null; an event in it does not have a head of its own. */
    byte @Nullable [] openHead() {
        return cursor.head();
    }

    long offset() {
        return cursor.offset();
    }

    long lineStart() {
        return cursor.lineStart();
    }

    /** The block of that number, whose envelope is in {@code [from, to)}. */
    BlockPlace block(long number, byte[] bytes, int from, int to) {
        return new BlockPlace(number, new Position(file, lineStart()), BlockTime.localMs(bytes, from, to));
    }
}
