/**
 * Names of topics and record headers, and the checked headers of a raw block. Every process uses them to write to Kafka and to
 * read from it. All types are values, which any thread may use.
 */
package io.orderwire.contract.topic;
