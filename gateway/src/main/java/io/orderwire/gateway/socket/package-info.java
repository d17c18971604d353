/** TCP connections before and beside the WebSocket: who holds how many, and how long one may say nothing. */
package io.orderwire.gateway.socket;
