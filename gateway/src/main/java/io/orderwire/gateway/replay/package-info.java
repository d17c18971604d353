/**
 * Subscriptions that begin in the past, until the live hand-over makes them part of the live stream.
 * The hub calls {@code Replays} on its thread, which decides which replays are read and joins them to the live stream.
 * {@code ReplayAgent} reads them from Kafka on a thread of the lowest priority; both send each other messages.
 */
package io.orderwire.gateway.replay;
