/**
 * Clocks: the skew between two hosts, ages that it corrects, and a clock that never steps.
 * Called by the stages that measure ages, each with an instance of its own on its own thread.
 */
package io.orderwire.runtime.clock;
