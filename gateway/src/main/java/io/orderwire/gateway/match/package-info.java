/**
 * Which orders a subscription asks for, and an index that finds the subscriptions of an order without asking each one.
 * The hub calls it on the reading thread, searches on theirs; filters are immutable.
 */
package io.orderwire.gateway.match;
