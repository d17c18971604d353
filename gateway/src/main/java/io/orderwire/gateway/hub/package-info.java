/**
 * From an order to the clients that asked for it: groups of equal subscriptions, each frame encoded once.
 * The reader of orders hands in what it reads; requests and losses come as messages of other threads.
 * All of it is used by the reading thread, the streams beside the live one by those who read for them.
 */
package io.orderwire.gateway.hub;
