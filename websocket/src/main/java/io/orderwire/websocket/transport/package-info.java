/**
 * Accepts TCP connections within bounds, and sends messages, pings and closes on those that became WebSockets.
 * <p>The server opens the {@code Port}; its clients send through a {@code Transport}.
 * <p>Runs on I/O threads; only {@code Sockets}, {@code Message} and {@code SharedText} are for any thread.
 */
package io.orderwire.websocket.transport;
