/**
 * Lines of the node and the orders made of them: reader, parse result, encoder, and deserializer for consumers. The parser
 * calls the readers and the encoder for every line, the gateway calls {@link io.orderwire.contract.order.OrderReader} for every
 * order that it compares with a filter; each thread uses its own readers.
 */
package io.orderwire.contract.order;
