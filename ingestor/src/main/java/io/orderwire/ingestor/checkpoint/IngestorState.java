package io.orderwire.ingestor.checkpoint;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.ingestor.partition.Totals;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoint of an ingestor, written in each of its transactions to the compacted topic {@code hyperliquid.ingestor}.
 * Positions are those of its own source; sequences and totals are those of all sources.
 *
 * @param owner id of the process that wrote it, a new one at each start
 * @param floor hour files before it are ignored
 * @param files the newest hour files and how far each has been read, in order
 * @param nextSeq next sequence of each partition
 * @param totals counts since the topics were created
 * @param jumps ranges of bytes that were shed and whose events are not counted yet, the oldest first
 * @param lastBlock number of the block read last, 0 when none
 * @param blocks how many events of the last blocks were read
 * @param origin how the sequences and counts began
 * @param replayTo end of the bytes that the start position asked for: hour files before it, and its own bytes before it, are
 *     replayed; null if it asked for none
 * @param remembered the blocks in which an ingestor that drops duplicates recognises repetitions
 * @param throughput bytes a second that the ingestor can read and commit, 0 if it is not known
 * @param sequence which blocks the node has written, left out and written again
 */
@SuppressWarnings("ArrayRecordComponent") // written and read, never compared
public record IngestorState(
        String owner,
        @Nullable HourFile floor,
        List<FileState> files,
        long[] nextSeq,
        Totals totals,
        List<Jump> jumps,
        long lastBlock,
        BlockCounts blocks,
        Origin origin,
        @Nullable Position replayTo,
        Remembered remembered,
        long throughput,
        SequenceState sequence) {

    /** A state of unknown origin without blocks, counted or remembered, as earlier versions wrote it. */
    public IngestorState(
            String owner,
            @Nullable HourFile floor,
            List<FileState> files,
            long[] nextSeq,
            Totals totals,
            List<Jump> jumps,
            long lastBlock) {
        this(
                owner,
                floor,
                files,
                nextSeq,
                totals,
                jumps,
                lastBlock,
                BlockCounts.NONE,
                Origin.UNKNOWN,
                null,
                Remembered.NOTHING,
                0,
                SequenceState.NONE);
    }

    /** The first state ever: nothing read, sequences from 1. */
    public static IngestorState first(String owner, int partitions) {
        long[] nextSeq = new long[partitions];
        Arrays.fill(nextSeq, 1);
        return new IngestorState(owner, null, List.of(), nextSeq, Totals.NONE, List.of(), 0);
    }

    /** A copy without positions. Its jumps are kept, because their events are still to be counted. */
    public IngestorState withoutPositions() {
        return new IngestorState(
                owner,
                null,
                List.of(),
                nextSeq,
                totals,
                jumps,
                0,
                BlockCounts.NONE,
                origin,
                null,
                Remembered.NOTHING,
                throughput,
                sequence.countsOnly());
    }

    /** A copy with another origin. */
    public IngestorState of(Origin other) {
        return new IngestorState(
                owner,
                floor,
                files,
                nextSeq,
                totals,
                jumps,
                lastBlock,
                blocks,
                other,
                replayTo,
                remembered,
                throughput,
                sequence);
    }

    /** The settled files, which change rarely; the others are in {@link #toJson()}. */
    public List<FileState> settled() {
        return files.stream().filter(FileState::settled).toList();
    }

    /** All but the settled files, as UTF-8 JSON. */
    public byte[] toJson() {
        return StateJson.write(this);
    }

    /** The settled files, as UTF-8 JSON. */
    public byte[] settledToJson() {
        return StateJson.writeSettled(this);
    }

    /**
     * Reads a state back.
     *
     * @param settled the settled files as of the last change, or null if there are none; those that are no longer settled, or
     *     no longer followed, are left out
     * @throws IllegalArgumentException when this version cannot read it
     */
    public static IngestorState parse(byte[] bytes, byte @Nullable [] settled) {
        return StateJson.parse(bytes, settled);
    }
}
