/**
 * Watches the node through its files: lag behind the chain, silence, a vanished folder, another shape. The ingestor's thread
 * adds lines and sizes; the stats timer evaluates them.
 */
package io.orderwire.ingestor.node;
