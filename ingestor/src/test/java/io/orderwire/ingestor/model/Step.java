package io.orderwire.ingestor.model;

/**
 * A step of a history. Its numbers are read against the files as they are then, so that a history of which steps were
 * removed is a history, too.
 *
 * @param hour index of the hour file
 * @param amount how much, 0 to 15
 * @param part which part or kind, 0 to 15
 */
record Step(Op op, int hour, int amount, int part) {}
