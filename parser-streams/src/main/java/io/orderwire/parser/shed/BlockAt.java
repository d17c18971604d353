package io.orderwire.parser.shed;

/**
 * The current block of a partition.
 *
 * @param offset its offset in its partition
 * @param events events in it
 * @param lastSeq sequence of the last of them, in the parser's numbering
 */
public record BlockAt(long offset, int events, long lastSeq) {}
