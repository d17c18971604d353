/**
 * Bounds what one address, one token and all together may have: rates, shares, and the memory of send queues.
 * <p>The other packages of this module call it, and the server that accounts for its clients.
 * <p>Called by any thread.
 */
package io.orderwire.websocket.limit;
