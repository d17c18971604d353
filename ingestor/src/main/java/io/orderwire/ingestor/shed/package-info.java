/**
 * Sheds bytes that are too old, and counts the events in them later. The ingestor's thread decides; events are counted on
 * another thread, at a limited rate.
 */
package io.orderwire.ingestor.shed;
