/**
 * Sheds bytes that are too old, and counts the events in them later.
 * The ingestor's thread decides; the count runs on a thread of its own, at a limited rate.
 */
package io.orderwire.ingestor.shed;
