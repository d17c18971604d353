/** The requests of clients, and the messages to them. */
package io.orderwire.gateway.protocol;
