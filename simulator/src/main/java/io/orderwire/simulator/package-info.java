/**
 * Writes the order statuses that a Hyperliquid node writes, at a given rate and from a seed.
 *
 * <p>The way of a block: {@link io.orderwire.simulator.Simulator} says when, {@code OrderFlow} lets traders act on
 * coins, each action hands its events to {@code BlockWriter}, which puts them into the envelope of the shape as
 * {@code EventEncoder} writes them, and {@code HourFiles} appends the bytes to the file of the hour.
 */
package io.orderwire.simulator;
