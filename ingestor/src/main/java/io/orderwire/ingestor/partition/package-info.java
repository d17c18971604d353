/**
 * The station that deals events to the partitions of their users, numbers them there, and packs them into blocks.
 * Called on the ingestor's thread. The next station is {@link io.orderwire.ingestor.publish}.
 */
package io.orderwire.ingestor.partition;
