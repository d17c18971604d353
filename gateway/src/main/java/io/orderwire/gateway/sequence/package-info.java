/**
 * Decides for each record of a partition whether it is new, was seen before, is held back, is missing others or is foreign,
 * and passes new orders and losses on to the hub. Called by the source for the live stream and by each replay for its own,
 * on the thread that polled the record: the state belongs to that agent, which checks it.
 */
package io.orderwire.gateway.sequence;
