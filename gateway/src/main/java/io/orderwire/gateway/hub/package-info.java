/**
 * From an order to the clients that asked for it: equal subscriptions share a stream, whose frames are encoded once. The
 * reader of orders calls it with each record; requests and losses arrive as messages of other threads. The state belongs to
 * the agent that reads orders, which {@code Hub} checks. Streams beside the live one, and their subscribers, belong to the
 * agent that reads for them.
 */
package io.orderwire.gateway.hub;
