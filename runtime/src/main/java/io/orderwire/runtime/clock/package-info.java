/**
 * Clocks: the skew between the clocks of two hosts, ages corrected for it, and a clock that is never set. Called by the stages
 * that measure ages, each with its own instance on its own thread.
 */
package io.orderwire.runtime.clock;
