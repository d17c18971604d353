/**
 * Subscriptions that begin in the past, until the live hand-over makes them part of the live stream.
 * The hub calls {@code Replays} on its thread, which decides which replays are read and joins them to the live stream: it owns
 * {@code ReplaySlots}, {@code LiveHandover} and {@code JoinAttempts}.
 * {@code ReplayAgent} reads replays from Kafka on a thread of the lowest priority: it owns {@code ReplayRun}, {@code Track}
 * and all that chooses and reads them. Both check their owner, send each other messages, and share {@code Replay} and
 * {@code ReplayMemory} only.
 */
package io.orderwire.gateway.replay;
