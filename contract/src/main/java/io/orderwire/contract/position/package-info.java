/**
 * Places of events: hour file and generation, byte offset, sequence in a partition, and their compact forms in headers. Written
 * by the ingestor, carried by the parser, read by gateways and consumers. All types are values, which any thread may use,
 * except the readers and writers of text.
 */
package io.orderwire.contract.position;
