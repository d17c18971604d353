/**
 * Deletes hour files whose events are all in the topic of orders: lists them, and compares them with the checkpoint and with
 * the offsets that the parsers committed. {@code PruneTask} and the command {@code prune} call {@link
 * io.orderwire.ingestor.prune.Pruner}. Runs on the thread of its caller, never on the ingestor's.
 */
package io.orderwire.ingestor.prune;
