/** Many clients of one gateway: what each costs, and how fresh all are. */
@NullMarked
package io.orderwire.benchmarks.fanout;

import org.jspecify.annotations.NullMarked;
