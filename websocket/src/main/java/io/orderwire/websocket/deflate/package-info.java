/**
 * Compresses with permessage-deflate (RFC 7692) within budgets of time, and inflates within bounds of memory.
 * <p>{@code handshake} offers it, {@code transport} compresses with it, and Undertow inflates with it.
 * <p>Runs on the I/O thread of the connection; the budgets are shared by all I/O threads.
 */
package io.orderwire.websocket.deflate;
