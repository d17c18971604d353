/** Bounds of how often, or how much of, something may happen. */
package io.orderwire.runtime.rate;
