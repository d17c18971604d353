/** From an order to the clients that asked for it: groups of equal subscriptions, each frame encoded once. */
package io.orderwire.gateway.hub;
