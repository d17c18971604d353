/**
 * The checkpoint of an ingestor: what it holds, its JSON, and how it is read back from Kafka, or replaced if it is missing.
 * {@link io.orderwire.ingestor.IngestorAgent} reads it at a start and after a failure, and writes it in every transaction;
 * the prune only reads it. Runs on the ingestor's thread or the prune's; the records are immutable.
 */
package io.orderwire.ingestor.checkpoint;
