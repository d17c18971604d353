/** A WebSocket client of a gateway, for programs that want every order. */
package io.orderwire.client;
