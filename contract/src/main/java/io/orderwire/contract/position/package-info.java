/**
 * Places of events: hour file and generation, byte offset, sequence in a partition, and their compact forms in headers.
 * Written by the ingestor, carried by the parser, read by gateways and consumers. Values only, for any thread.
 */
package io.orderwire.contract.position;
