/**
 * Deletes hour files whose events are all in the topic of orders: {@link io.orderwire.ingestor.prune.Pruner} lists the files,
 * compares them with the checkpoint and with what the parsers committed, and removes those that nothing speaks for keeping.
 */
package io.orderwire.ingestor.prune;
