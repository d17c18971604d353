package io.orderwire.ingestor;

import java.time.Clock;

/**
 * Limits of a cycle.
 *
 * @param pacing decides when a cycle is committed that is not full
 * @param bytes approximate largest number of bytes in a transaction
 * @param clock clock for the times at which records were read
 */
record CycleLimits(CyclePacing pacing, long bytes, Clock clock) {}
