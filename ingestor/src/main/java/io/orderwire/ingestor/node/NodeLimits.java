package io.orderwire.ingestor.node;

/**
 * Limits above which a node counts as lagging or silent. 0 turns a limit off.
 *
 * @param lagMs lag behind the chain, milliseconds
 * @param silentMs time without output, milliseconds
 */
public record NodeLimits(long lagMs, long silentMs) {}
