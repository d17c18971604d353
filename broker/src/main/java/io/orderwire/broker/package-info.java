/** The embedded Kafka of one node: a part of the product, with data that outlive the process. */
package io.orderwire.broker;
