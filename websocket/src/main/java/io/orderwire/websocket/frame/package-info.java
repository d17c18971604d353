/**
 * Judges frames by their headers, counts what a connection sends, and writes text frames of two parts.
 * <p>Undertow calls it; {@code deflate} extends it, and {@code transport} sends through it.
 * <p>Runs on the I/O thread of the connection.
 */
package io.orderwire.websocket.frame;
