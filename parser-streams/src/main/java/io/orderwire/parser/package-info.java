/**
 * The parser's process: options, Kafka Streams' settings and topology, metrics, stats.
 * Runs on the main thread at start and stop. The first station is {@link io.orderwire.parser.parse}.
 */
package io.orderwire.parser;
