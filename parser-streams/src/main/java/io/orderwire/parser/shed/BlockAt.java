package io.orderwire.parser.shed;

/**
 * A block at hand.
 *
 * @param offset its offset in its partition
 * @param events events in it
 * @param lastSeq sequence of the last of them, as the parser counts
 */
public record BlockAt(long offset, int events, long lastSeq) {}
