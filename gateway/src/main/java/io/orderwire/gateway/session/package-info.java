/**
 * One connection: the messages that wait for it, within bounds, and the losses of a client that is slow. The hub and the
 * replays add messages on their own threads; the connection's I/O thread sends them through its transport.
 */
package io.orderwire.gateway.session;
