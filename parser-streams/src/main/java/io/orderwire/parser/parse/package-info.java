/**
 * Turns raw blocks into orders: checks a block, parses its lines, writes orders, dead letters and gaps. Called by Kafka Streams
 * on the thread that owns the partition. The next station is the gateway's source.
 */
package io.orderwire.parser.parse;
