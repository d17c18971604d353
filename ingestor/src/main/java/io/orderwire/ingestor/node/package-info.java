/**
 * Watches the node through its files: lag behind the chain, silence, a vanished folder, another shape.
 * Fed by the ingestor's thread with lines and sizes, judged by the stats timer.
 */
package io.orderwire.ingestor.node;
