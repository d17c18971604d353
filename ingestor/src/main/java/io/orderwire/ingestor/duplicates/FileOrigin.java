package io.orderwire.ingestor.duplicates;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.Remembered;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps where in one file the remembered blocks begin: the beginning of at most every 16th block, in the order of increasing
 * numbers. A lower number after a higher one need not be kept, because it is forgotten first. Until a checkpoint is committed,
 * entries are only appended, so that going back only truncates them.
 */
final class FileOrigin {
    /** Largest number of shed ranges. */
    static final int MOST_SHED = 256;

    private static final int STEP = 16;

    /** Twice the number of useful entries: until a commit, some entries are kept only for going back. */
    private static final int MOST_MARKS = 2 * RecentBlocks.BLOCKS / STEP;

    /** Approximate size of one file's entries, bytes. */
    static final long MOST_BYTES = 56L * MOST_MARKS + 56L * MOST_SHED;

    private record Mark(long number, long lineStart) {}

    /** The state at a checkpoint. */
    record Saved(FileOrigin origin, int marks, int shed, long highest) {}

    private final HourFile file;
    private final List<Mark> marks = new ArrayList<>();
    private final List<Remembered.Shed> shed = new ArrayList<>();
    private int marksDropped;
    private int shedDropped;
    private long notBefore;
    private long highest = -1;

    FileOrigin(HourFile file) {
        this.file = file;
    }

    HourFile file() {
        return file;
    }

    /** Highest number of a block in the file. */
    long highest() {
        return highest;
    }

    /** Adds a line with an event of that block; returns whether there are so many entries that they must be pruned. */
    boolean read(long number, long lineStart) {
        highest = Math.max(highest, number);
        if (marks.isEmpty() || number >= marks.get(marks.size() - 1).number + STEP) {
            marks.add(new Mark(number, lineStart));
        }
        return marks.size() > MOST_MARKS;
    }

    /** Bytes were shed. */
    void shed(long from, long to) {
        shed.add(new Remembered.Shed(from, to, highest));
    }

    /**
     * Beginning of a line before which the file does not contain blocks from {@code floor} on; -1 if it contains none at all.
     */
    long from(long floor) {
        return highest < floor ? -1 : Math.max(notBefore, marks.get(firstOf(floor)).lineStart);
    }

    private int firstOf(long floor) {
        int first = 0;
        while (first + 1 < marks.size() && marks.get(first).number + STEP <= floor) {
            first++;
        }
        return first;
    }

    /** The data that is needed to read the blocks from {@code floor} on again. */
    Remembered.Part part(long floor) {
        long from = from(floor);
        return new Remembered.Part(
                file, highest, shed.stream().filter(range -> range.to() > from).toList());
    }

    /**
     * Drops the entries that are not needed for blocks from {@code floor} on.
     *
     * @return the number of the first block that can still be read again; at most {@code floor} if all can
     */
    long prune(long floor) {
        int useless = firstOf(floor);
        marks.subList(0, useless).clear();
        marksDropped += useless;
        long from = from(floor);
        long first = floor;
        int gone = 0;
        while (gone < shed.size() && (shed.get(gone).to() <= from || shed.size() - gone > MOST_SHED)) {
            if (shed.get(gone).to() > from) {
                notBefore = shed.get(gone).to();
                first = shed.get(gone).block() + 1;
            }
            gone++;
        }
        shed.subList(0, gone).clear();
        shedDropped += gone;
        return first;
    }

    Saved save() {
        return new Saved(this, marksDropped + marks.size(), shedDropped + shed.size(), highest);
    }

    /** Goes back to {@code saved}. */
    void goBackTo(Saved saved) {
        marks.subList(saved.marks - marksDropped, marks.size()).clear();
        shed.subList(saved.shed - shedDropped, shed.size()).clear();
        highest = saved.highest;
    }
}
