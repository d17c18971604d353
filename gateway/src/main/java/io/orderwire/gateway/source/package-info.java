/**
 * Takes records from Kafka, in the order of each partition, and gives them to the sequencer; sheds records that are too old.
 * Called by the process that starts it. Everything runs on the reading thread, except for the look-ups of the topic's id.
 */
package io.orderwire.gateway.source;
