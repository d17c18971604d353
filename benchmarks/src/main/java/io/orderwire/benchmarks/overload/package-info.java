/** {@code bench overload}: more than the pipeline can carry, or long enough to see that memory does not move. */
@NullMarked
package io.orderwire.benchmarks.overload;

import org.jspecify.annotations.NullMarked;
