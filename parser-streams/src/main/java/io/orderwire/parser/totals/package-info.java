/**
 * Counts and sequences of each partition, and the shed blocks not reported yet, stored in the transaction of the orders
 * that they count. Called by the package {@code parse} on the threads of Kafka Streams, and read by the stats timer.
 */
package io.orderwire.parser.totals;
