/**
 * A loss that is reported: the record of the topic of gaps and of the markers in raw and orders. Written by the ingestor and
 * the parser, read by gateways and consumers. All types are values, which any thread may use.
 */
package io.orderwire.contract.gap;
