/**
 * The last station of the ingestor: commits a cycle of raw records, gaps and a checkpoint in one transaction.
 * Called on the commit thread, one cycle at a time. The next station is the parser.
 */
package io.orderwire.ingestor.publish;
