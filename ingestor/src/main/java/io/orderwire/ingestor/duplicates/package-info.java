/**
 * Follows block numbers between the splitter and the partitions: places of events, rewinds, and duplicates after a rewind.
 * The splitter calls {@link io.orderwire.ingestor.duplicates.RewindDetector}, which passes events on to the partitions.
 * Runs on the ingestor's thread; counts and reasons may be read from any thread.
 */
package io.orderwire.ingestor.duplicates;
