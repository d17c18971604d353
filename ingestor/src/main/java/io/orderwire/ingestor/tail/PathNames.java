package io.orderwire.ingestor.tail;

/** The file that the path of a watched file names instead of this file. */
enum PathNames {
    /** Nothing: the file was removed, or renamed under its writer. */
    NOTHING,
    /** Another file, which is not read. */
    ANOTHER,
    /** The file's next generation. */
    SUCCESSOR
}
