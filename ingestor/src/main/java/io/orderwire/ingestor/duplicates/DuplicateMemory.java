package io.orderwire.ingestor.duplicates;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.Remembered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory by which events are recognized that a restarted node writes again; without it, if duplicates are not dropped, no
 * event is recognized. A pass over the blocks ends where a block number goes back. Not thread-safe, except where a method
 * says so.
 */
public final class DuplicateMemory {
    /** Most bytes of memory for recent blocks. */
    public static final long MOST_BYTES = RecentBlocks.MOST_BYTES;

    /** Which pass over the blocks it was at a checkpoint. */
    record Place(long pass) {}

    private final @Nullable RecentBlocks recent;
    private final EventHash hash = new EventHash();
    private long pass;

    /** @param drop whether duplicates are dropped */
    DuplicateMemory(boolean drop) {
        this.recent = drop ? new RecentBlocks() : null;
    }

    /** A block number went back: each known event of the blocks that follow may be repeated once. */
    void rewound() {
        pass++;
    }

    /** Takes note of the event in {@code [from, to)}; true if it was known before this pass. */
    boolean isRepeated(long number, byte[] bytes, int from, int to, HourFile file, long lineStart) {
        return recent != null && recent.repeated(number, hash.of(bytes, from, to), pass, file, lineStart);
    }

    /** Forgets all blocks: the next one does not continue them. */
    public void forget() {
        if (recent != null) {
            recent.clear();
        }
    }

    /** Bytes of the file are shed: their events are not remembered, since they were not delivered. */
    public void shed(HourFile file, long from, long to) {
        if (recent != null) {
            recent.shed(file, from, to);
        }
    }

    /** A checkpoint of those files is made: from now on it is possible to go back to it. */
    public void checkpoint(List<FileState> files) {
        if (recent != null) {
            recent.checkpoint(files, new Place(pass));
        }
    }

    /** The checkpoint of those files is committed; it is not possible to go back to earlier ones any more. */
    public void committed(List<FileState> files) {
        if (recent != null) {
            recent.committed(files);
        }
    }

    /**
     * Goes back to the checkpoint of those files, after a failed transaction.
     *
     * @return false when that is not possible: the files have to be read again
     */
    public boolean goBackTo(List<FileState> files) {
        Place place = recent == null ? null : recent.goBackTo(files);
        if (place == null) {
            return false;
        }
        pass = place.pass;
        return true;
    }

    /** What is remembered, for a checkpoint. */
    public Remembered remembered() {
        return recent == null ? Remembered.NOTHING : recent.remembered();
    }

    /** The files were read again as {@code before} says, but for those that are {@code missing}. */
    public void restored(Remembered before, List<Remembered.Part> missing, long block) {
        if (recent != null) {
            recent.restored(before, missing, block);
        }
    }

    /** True when blocks are remembered. */
    public boolean remembers() {
        return recent != null;
    }

    /** Where in that file the bytes begin that the memory is made of, -1 when there are none. */
    public long rememberedFrom(HourFile file) {
        return recent == null ? -1 : recent.rememberedFrom(file);
    }

    /** Why blocks that are written again are not recognized; from any thread. */
    public List<String> reasons() {
        return recent == null ? List.of() : recent.view().reasons();
    }

    /** Bytes of memory for recent blocks; from any thread. */
    public long rememberedBytes() {
        return recent == null ? 0 : recent.view().bytes();
    }

    /** How many block numbers back are remembered; from any thread. */
    public long rememberedBlocks() {
        return recent == null ? 0 : recent.view().covered();
    }

    /** How many events could not be compared with earlier ones; from any thread. */
    public long notCompared() {
        return recent == null ? 0 : recent.notCompared();
    }
}
