package io.orderwire.ingestor.duplicates;

import io.orderwire.ingestor.checkpoint.Remembered;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which of the last blocks are completely remembered: those from {@code from} on.
 *
 * @param from lowest number of a block that is completely remembered, as are all later ones
 * @param wanted lowest number of a block that should be remembered too, as of the last loss
 * @param cause why blocks before {@code from} are not remembered, null if none was lost
 */
record Coverage(long from, long wanted, @Nullable Cause cause) {
    static final Coverage WHOLE = new Coverage(0, 0, null);

    /** Why blocks are not remembered. */
    enum Cause {
        FILES("the node's files before it are gone or cannot be read"),
        SHED("too many ranges of bytes before it were shed to be distinguished after a restart"),
        OFF("the blocks before it were read without ingestor.drop.duplicates"),
        MEMORY("the events of more blocks do not fit into " + (RecentBlocks.MOST_BYTES >> 20) + " MiB"),
        EVENTS("the block before it has more than " + Disorder.MOST_EVENTS + " events"),
        ORDER("the block before it was written again in too different an order"),
        NUMBERS("the numbers of the blocks before it were more than " + RecentBlocks.BLOCKS + " higher");

        private final String text;

        Cause(String text) {
            this.text = text;
        }

        String option() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The cause with that name. Also returns a cause for a name that is unknown to this version, because the blocks are
         * gone nevertheless.
         */
        static Cause of(String option) {
            for (Cause cause : values()) {
                if (cause.option().equals(option)) {
                    return cause;
                }
            }
            return FILES;
        }
    }

    /**
     * A copy in which blocks before {@code newFrom} are no longer completely remembered.
     *
     * @param lowest lowest block that was remembered
     * @param window lowest block that could be remembered
     */
    Coverage lost(long newFrom, long lowest, long window, Cause newCause) {
        if (newFrom <= from) {
            return this;
        }
        return new Coverage(newFrom, isPartial(window) ? Math.min(wanted, lowest) : lowest, newCause);
    }

    /**
     * The coverage after the files were read again at a restart.
     *
     * @param before blocks remembered in the checkpoint
     * @param missing the files that could not be read
     * @param window lowest block that could be remembered
     */
    Coverage readAgain(Remembered before, List<Remembered.Part> missing, long window) {
        Coverage read =
                before.cause().isEmpty() ? this : new Coverage(before.from(), before.first(), Cause.of(before.cause()));
        for (Remembered.Part part : missing) {
            read = read.unread(part.to() + 1, before, window, Cause.FILES);
        }
        return read.unread(before.restartFrom(), before, window, Cause.SHED);
    }

    /**
     * The coverage after a restart, at which the files were read again or no blocks had been remembered.
     *
     * @param unremembered lowest block from which on blocks are remembered, if none were remembered before; -1 if no block was
     *     read
     */
    Coverage restored(Remembered before, List<Remembered.Part> missing, long unremembered, long window) {
        if (!before.equals(Remembered.NOTHING)) {
            return readAgain(before, missing, window);
        }
        return unremembered >= 0 ? WHOLE.lost(unremembered, window, window, Cause.OFF) : this;
    }

    /** The content of a checkpoint for blocks up to {@code highest}, the lowest of which is {@code lowest}. */
    Remembered remembered(long highest, long lowest, Origins origins, long floor) {
        long window = RecentBlocks.window(highest);
        Cause why = isPartial(window) ? cause : null;
        long first = highest < 0 ? -1 : why == null ? lowest : Math.max(wanted, window);
        return new Remembered(
                first,
                highest,
                why == null ? first : from,
                why == null ? "" : why.option(),
                origins.restartFrom(),
                origins.parts(floor));
    }

    private Coverage unread(long newFrom, Remembered before, long window, Cause newCause) {
        return newFrom > before.first() ? lost(newFrom, before.first(), window, newCause) : this;
    }

    /** Whether some block from {@code window} on should be remembered but is not. */
    boolean isPartial(long window) {
        return cause != null && from > Math.max(wanted, window);
    }

    /** The reason, or null if all blocks from {@code window} on are remembered. */
    @Nullable
    String reason(long window) {
        Cause why = cause;
        return why == null || !isPartial(window)
                ? null
                : "repeated blocks are recognised from block " + from + " on, not " + Math.max(wanted, window) + ": "
                        + why.text;
    }
}
