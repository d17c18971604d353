package io.orderwire.ingestor.node;

/**
 * Where a node counts as lagging or silent. 0 turns a limit off.
 *
 * @param lagMs lag behind the chain, milliseconds
 * @param silentMs time in which nothing is written, milliseconds
 */
public record NodeLimits(long lagMs, long silentMs) {}
