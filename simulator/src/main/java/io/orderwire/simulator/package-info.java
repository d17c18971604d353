/**
 * Writes the order statuses that a Hyperliquid node writes, at a given rate and from a seed.
 *
 * <p>The way of a block: {@link io.orderwire.simulator.Simulator} decides when it is due, {@code OrderFlow} lets traders
 * act on coins, each action passes its events to {@code BlockWriter}, which encodes them with {@code EventEncoder} and puts
 * them into the envelope of the shape, and {@code HourFiles} appends the bytes to the file of the hour.
 */
package io.orderwire.simulator;
