package io.orderwire.ingestor.model;

/**
 * A step of a history. Its numbers are interpreted by the files at that time, so that a history from which steps were removed
 * is still a history.
 *
 * @param hour index of the hour file
 * @param amount how much, 0 to 15
 * @param part which part or kind, 0 to 15
 */
record Step(Op op, int hour, int amount, int part) {}
