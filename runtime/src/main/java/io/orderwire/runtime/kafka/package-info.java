/**
 * Access to Kafka for every stage: clients, topics and their checks, last stable offsets, disks and outages of brokers. Called
 * by processes at their start and by watched timers; any thread may read the results.
 */
package io.orderwire.runtime.kafka;
