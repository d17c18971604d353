package io.orderwire.ingestor.prune;

import io.orderwire.contract.position.HourFile;

/**
 * What became of one hour file.
 *
 * @param hour the file
 * @param bytes its length
 * @param decision why it was kept, or that it was deleted
 */
record Outcome(HourFile hour, long bytes, PruneDecision decision) {}
