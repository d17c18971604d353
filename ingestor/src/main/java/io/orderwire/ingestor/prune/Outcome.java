package io.orderwire.ingestor.prune;

import io.orderwire.contract.position.HourFile;

/**
 * The outcome of pruning for one hour file.
 *
 * @param hour the file
 * @param bytes its length
 * @param decision why it was kept, or that it was deleted
 */
record Outcome(HourFile hour, long bytes, PruneDecision decision) {}
