/** The crash test: kills processes of the pipeline at random moments and checks what came out to the event. */
package io.orderwire.benchmarks.crash;
