/** Other programs that do a part of the pipeline's work, measured beside it in the same run. */
@org.jspecify.annotations.NullMarked
package io.orderwire.benchmarks.peers;
