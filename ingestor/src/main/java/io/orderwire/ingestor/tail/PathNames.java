package io.orderwire.ingestor.tail;

/** What the path of a {@link FileWatcher} names. */
enum PathNames {
    /** The file itself. */
    FILE,
    /** Nothing: the file was removed, or renamed under its writer. */
    NOTHING,
    /** Another file, which is not read. */
    ANOTHER,
    /** The file's next generation. */
    SUCCESSOR;

    /** True if no path of an hour file leads to the file any more. */
    boolean isGone() {
        return this == NOTHING || this == SUCCESSOR;
    }
}
