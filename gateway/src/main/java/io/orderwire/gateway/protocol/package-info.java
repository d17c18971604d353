/**
 * The requests of clients, and the messages to them. I/O threads read requests; the hub and the replays write messages, each
 * on its own thread.
 */
package io.orderwire.gateway.protocol;
