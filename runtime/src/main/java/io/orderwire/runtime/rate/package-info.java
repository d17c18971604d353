/** Limits how often an action may happen, or its amount in a period. */
package io.orderwire.runtime.rate;
