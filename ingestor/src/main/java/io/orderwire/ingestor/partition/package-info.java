/**
 * Assigns events to the partitions of their users, numbers them there, and packs them into raw records of whole lines. {@link
 * io.orderwire.ingestor.duplicates.RewindDetector} adds events; the agent takes the records and commits them. Runs on the
 * ingestor's thread.
 */
package io.orderwire.ingestor.partition;
