/** From Kafka: every record of the topic of orders once, in the order of its partition, from the newest on. */
package io.orderwire.gateway.read;
