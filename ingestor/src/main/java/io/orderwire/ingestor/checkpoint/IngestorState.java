package io.orderwire.ingestor.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.ingestor.partition.Totals;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoint of an ingestor, written in each of its transactions to the compacted topic {@code hyperliquid.ingestor}.
 * Positions belong to its own source; sequences and counts belong to all sources.
 *
 * @param owner id of the process that wrote it, a new one at each start
 * @param followed the hour files and how far each was read
 * @param account sequences and counts
 * @param read which blocks of the node were read
 * @param origin how the sequences and counts began
 * @param replayTo end of the bytes that the start position requested: earlier hour files, and the bytes before it in its own
 *     file, are replayed; null if none were requested
 * @param remembered the blocks in which an ingestor that drops duplicates recognises repetitions
 * @param throughput bytes per second that the ingestor can read and commit, 0 if unknown
 */
public record IngestorState(
        String owner,
        @JsonUnwrapped Followed followed,
        @JsonUnwrapped Account account,
        @JsonUnwrapped ReadBlocks read,
        @JsonUnwrapped Origin origin,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Position replayTo,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Unset.class)
        Remembered remembered,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long throughput) {

    /** A member is missing if an earlier version wrote the state. */
    public IngestorState {
        remembered = remembered == null ? Remembered.NOTHING : remembered;
    }

    /**
     * The hour files of one source.
     *
     * @param floor hour files before it are ignored; null if nothing was ever committed
     * @param files the newest hour files and how far each has been read, in order
     */
    public record Followed(
            @JsonDeserialize(using = CheckpointJson.HourOrNull.class) @Nullable
            HourFile floor,

            List<FileState> files) {
        /** No file. */
        public static final Followed NONE = new Followed(null, List.of());

        /** A member is missing if an earlier version wrote the state. */
        public Followed {
            files = files == null ? List.of() : files;
        }
    }

    /**
     * Sequences and counts.
     *
     * @param nextSeq next sequence of each partition
     * @param totals counts since the topics were created
     * @param uncounted ranges of bytes that were shed and whose events are not counted yet, the oldest first
     */
    @SuppressWarnings("ArrayRecordComponent") // written and read, never compared
    public record Account(
            long[] nextSeq,
            @JsonUnwrapped Totals totals,
            @JsonProperty("jumps") List<UncountedBytes> uncounted) {
        /** A member is missing if an earlier version wrote the state. */
        public Account {
            nextSeq = nextSeq == null ? new long[0] : nextSeq;
            uncounted = uncounted == null ? List.of() : List.copyOf(uncounted);
        }
    }

    /**
     * The blocks of the node that were read.
     *
     * @param last number of the block read last, 0 when none
     * @param counts how many events of the last blocks were read
     * @param sequence which blocks the node has written, left out and written again
     */
    public record ReadBlocks(
            @JsonProperty("lastBlock") long last,

            @JsonProperty("blocks") @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Unset.class)
            BlockCounts counts,

            @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Unset.class)
            SequenceState sequence) {
        /** No block was read. */
        public static final ReadBlocks NONE = new ReadBlocks(0, BlockCounts.NONE, SequenceState.NONE);

        /** A member is missing if an earlier version wrote the state. */
        public ReadBlocks {
            counts = counts == null ? BlockCounts.NONE : counts;
            sequence = sequence == null ? SequenceState.NONE : sequence;
        }

        /** The same blocks with another sequence. */
        ReadBlocks with(SequenceState other) {
            return new ReadBlocks(last, counts, other);
        }
    }

    /** The first state ever: nothing read, sequences from 1. */
    public static IngestorState first(String owner, int partitions) {
        long[] nextSeq = new long[partitions];
        Arrays.fill(nextSeq, 1);
        return first(owner, new Account(nextSeq, Totals.NONE, List.of()));
    }

    /** The first state with those sequences and counts: nothing read, and of unknown origin. */
    public static IngestorState first(String owner, Account account) {
        return new IngestorState(
                owner, Followed.NONE, account, ReadBlocks.NONE, Origin.UNKNOWN, null, Remembered.NOTHING, 0);
    }

    /** Hour files before it are ignored; null if nothing was ever committed. */
    public @Nullable HourFile floor() {
        return followed.floor;
    }

    /** The newest hour files and how far each has been read, in order. */
    public List<FileState> files() {
        return followed.files;
    }

    /** Next sequence of each partition. */
    public long[] nextSeq() {
        return account.nextSeq;
    }

    /** Counts since the topics were created. */
    public Totals totals() {
        return account.totals;
    }

    /** Ranges of bytes that were shed and whose events are not counted yet, the oldest first. */
    public List<UncountedBytes> uncounted() {
        return account.uncounted;
    }

    /** Number of the block read last, 0 when none. */
    public long lastBlock() {
        return read.last;
    }

    /** How many events of the last blocks were read. */
    public BlockCounts blocks() {
        return read.counts;
    }

    /** Which blocks the node has written, left out and written again. */
    public SequenceState sequence() {
        return read.sequence;
    }

    /** A copy with other files. */
    public IngestorState with(Followed other) {
        return new IngestorState(owner, other, account, read, origin, replayTo, remembered, throughput);
    }

    /** A copy with other blocks. */
    public IngestorState with(ReadBlocks other) {
        return new IngestorState(owner, followed, account, other, origin, replayTo, remembered, throughput);
    }

    /** A copy with another origin. */
    public IngestorState of(Origin other) {
        return new IngestorState(owner, followed, account, read, other, replayTo, remembered, throughput);
    }

    /** A copy without positions. Its uncounted bytes are kept, because their events are still to be counted. */
    public IngestorState withoutPositions() {
        return new IngestorState(
                owner,
                Followed.NONE,
                account,
                ReadBlocks.NONE.with(sequence().countsOnly()),
                origin,
                null,
                Remembered.NOTHING,
                throughput);
    }

    /** The settled files, which change rarely; the others are in {@link #toJson()}. */
    public List<FileState> settled() {
        return files().stream().filter(FileState::settled).toList();
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
