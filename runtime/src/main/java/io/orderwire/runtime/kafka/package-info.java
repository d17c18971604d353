/**
 * Kafka from the outside of a stage: clients, topics and their checks, last stable offsets, disks and outages of brokers.
 * Called by processes at their start and by watched timers; what it learns is read on any thread.
 */
package io.orderwire.runtime.kafka;
