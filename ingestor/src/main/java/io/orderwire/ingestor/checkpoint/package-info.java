/**
 * The checkpoint of an ingestor: its contents, its JSON, and how it is read from Kafka, or replaced if it is missing. {@link
 * io.orderwire.ingestor.IngestorAgent} reads it at a start and after a failure, and writes it in every transaction; pruning
 * only reads it. Runs on the ingestor's thread or on the thread that prunes; the records are immutable.
 */
package io.orderwire.ingestor.checkpoint;
