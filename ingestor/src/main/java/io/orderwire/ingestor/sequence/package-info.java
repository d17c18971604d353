/**
 * Finds blocks that the node left out or wrote again, and reports them as gaps at their place among the events.
 * {@link io.orderwire.ingestor.duplicates.RewindDetector} calls {@link io.orderwire.ingestor.sequence.BlockSequence} for lines.
 * Runs on the ingestor's thread; the counts may be read from any thread.
 */
package io.orderwire.ingestor.sequence;
