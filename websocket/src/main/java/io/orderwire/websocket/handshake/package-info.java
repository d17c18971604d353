/**
 * Decides which requests become WebSockets: by origin, by the headers of trusted proxies, by RFC 6455.
 * <p>The routes of the server call it, after the checks of {@code runtime.http}.
 * <p>Runs on the I/O thread of the connection.
 */
package io.orderwire.websocket.handshake;
