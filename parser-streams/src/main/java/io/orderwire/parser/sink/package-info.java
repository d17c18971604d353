/** Takes orders through the sink of Kafka Streams to Kafka. The next station is the topic of orders. */
package io.orderwire.parser.sink;
