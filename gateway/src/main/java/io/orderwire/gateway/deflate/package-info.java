/** The WebSocket extension permessage-deflate, RFC 7692: agreed on, applied to what is sent, and bounded in what comes. */
package io.orderwire.gateway.deflate;
