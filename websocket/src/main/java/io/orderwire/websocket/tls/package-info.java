/**
 * Reads the certificate and the key of a server from PEM files, checks them, and reads them again when they change.
 * <p>The server calls it at its start and at intervals, and passes the context on to the {@code transport.Port}.
 * <p>Called by one thread.
 */
package io.orderwire.websocket.tls;
