package io.orderwire.ingestor.recover;

import io.orderwire.ingestor.partition.Totals;
import io.orderwire.orders.HourFile;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that an ingestor knows, written in each of its transactions to the compacted topic {@code hyperliquid.ingestor}:
 * positions count for its own source, sequences and totals for all.
 *
 * @param owner the process that wrote it, another one at each start
 * @param floor hour files before it are not looked at
 * @param files the newest hour files and how far each has been read, in order
 * @param nextSeq next sequence of each partition
 * @param totals counts since the topics were created
 * @param jumps what was jumped over and is still to be counted, the oldest first
 * @param lastBlock number of the block read last, 0 when none
 * @param origin where the sequences and counts come from
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
        Origin origin) {

    /** Of an unknown origin, as earlier versions wrote it. */
    public IngestorState(
            String owner,
            @Nullable HourFile floor,
            List<FileState> files,
            long[] nextSeq,
            Totals totals,
            List<Jump> jumps,
            long lastBlock) {
        this(owner, floor, files, nextSeq, totals, jumps, lastBlock, Origin.UNKNOWN);
    }

    /** The first state ever: nothing read, sequences from 1. */
    public static IngestorState first(String owner, int partitions) {
        long[] nextSeq = new long[partitions];
        Arrays.fill(nextSeq, 1);
        return new IngestorState(owner, null, List.of(), nextSeq, Totals.NONE, List.of(), 0);
    }

    /** The same without positions. What was jumped over is still to be counted. */
    public IngestorState withoutPositions() {
        return new IngestorState(owner, null, List.of(), nextSeq, totals, jumps, 0, origin);
    }

    /** The same of another origin. */
    public IngestorState of(Origin other) {
        return new IngestorState(owner, floor, files, nextSeq, totals, jumps, lastBlock, other);
    }

    /** As UTF-8 JSON. */
    public byte[] toJson() {
        return StateJson.write(this);
    }

    /**
     * Reads a state back.
     *
     * @throws IllegalArgumentException when it is none that this version knows
     */
    public static IngestorState parse(byte[] bytes) {
        return StateJson.parse(bytes);
    }
}
