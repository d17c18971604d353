/**
 * One connection: its bounded send queue, its limits and deadlines, and the losses of a slow client. The hub, the replay
 * agent and the connection's I/O thread add messages; the I/O thread sends them through the transport.
 */
package io.orderwire.gateway.session;
