/**
 * The meters of the parser.
 * <p>{@code parse} and {@code shed} count with them, and the process registers them.
 * <p>Called by any thread.
 */
package io.orderwire.parser.stats;
