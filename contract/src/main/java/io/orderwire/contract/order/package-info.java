/**
 * Reads lines of the node and encodes orders from them: reader, parse result, encoder, and a deserializer for
 * consumers. The parser calls the readers and the encoder for every line, the gateway calls {@link
 * io.orderwire.contract.order.OrderReader} for every order that it compares with a filter; each thread uses its own
 * readers.
 */
package io.orderwire.contract.order;
