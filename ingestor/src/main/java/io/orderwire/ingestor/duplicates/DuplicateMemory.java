package io.orderwire.ingestor.duplicates;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.Remembered;
import io.orderwire.runtime.reason.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory for recognizing events that a restarted node writes again. It is absent if duplicates are not dropped: then no
 * event is recognized. A pass over the blocks ends where a block number goes back. Not thread-safe, except where a method says
 * so.
 */
public final class DuplicateMemory {
    /** Largest memory for recent blocks, bytes. */
    public static final long MOST_BYTES = RecentBlocks.MOST_BYTES;

    /** The pass over the blocks at a checkpoint. */
    record Place(long pass) {}

    private final @Nullable RecentBlocks recent;
    private final EventHash hash = new EventHash();
    private long pass;

    /** @param drop whether duplicates are dropped */
    DuplicateMemory(boolean drop) {
        this.recent = drop ? new RecentBlocks() : null;
    }

    /** Begins another pass, because a block number went back: each known event of the following blocks may be repeated once. */
    void rewound() {
        pass++;
    }

    /** Remembers the event in {@code [from, to)}; true if it was known before this pass. */
    boolean isRepeated(long number, byte[] bytes, int from, int to, HourFile file, long lineStart) {
        return recent != null && recent.repeated(number, hash.of(bytes, from, to), pass, file, lineStart);
    }

    /** Forgets all blocks: the next one does not continue them. */
    public void forget() {
        if (recent != null) {
            recent.clear();
        }
    }

    /** Reports that bytes of the file are shed: their events are not remembered, because they were not delivered. */
    public void shed(HourFile file, long from, long to) {
        if (recent != null) {
            recent.shed(file, from, to);
        }
    }

    /** Saves the state for a checkpoint of those files, so that it is possible to go back to it. */
    public void checkpoint(List<FileState> files) {
        if (recent != null) {
            recent.checkpoint(files, new Place(pass));
        }
    }

    /** Reports that the checkpoint of those files is committed; going back to earlier ones is no longer possible. */
    public void committed(List<FileState> files) {
        if (recent != null) {
            recent.committed(files);
        }
    }

    /**
     * Goes back to the checkpoint of those files, after a failed transaction.
     *
     * @return false if that is not possible: then the files must be read again
     */
    public boolean goBackTo(List<FileState> files) {
        Place place = recent == null ? null : recent.goBackTo(files);
        if (place == null) {
            return false;
        }
        pass = place.pass;
        return true;
    }

    /** The remembered blocks, for a checkpoint. */
    public Remembered remembered() {
        return recent == null ? Remembered.NOTHING : recent.remembered();
    }

    /** Reports that the files were read again as described in {@code before}, except the {@code missing} ones. */
    public void restored(Remembered before, List<Remembered.Part> missing, long block) {
        if (recent != null) {
            recent.restored(before, missing, block);
        }
    }

    /** True if blocks are remembered. */
    public boolean remembers() {
        return recent != null;
    }

    /** Offset in that file of the first byte from which the memory is restored, -1 if there is none. */
    public long rememberedFrom(HourFile file) {
        return recent == null ? -1 : recent.rememberedFrom(file);
    }

    /** Why blocks that are written again are not recognized; from any thread. */
    public List<Reason> reasons() {
        return recent == null ? List.of() : recent.view().reasons();
    }

    /** Memory used for recent blocks, bytes; from any thread. */
    public long rememberedBytes() {
        return recent == null ? 0 : recent.view().bytes();
    }

    /** Number of block numbers before the highest one that are remembered; from any thread. */
    public long rememberedBlocks() {
        return recent == null ? 0 : recent.view().covered();
    }

    /** Number of events that could not be compared with earlier ones; from any thread. */
    public long notCompared() {
        return recent == null ? 0 : recent.notCompared();
    }
}
