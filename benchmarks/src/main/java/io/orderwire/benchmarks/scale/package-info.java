/** What a line costs as the number of something grows, and what parsers with a part of a core carry. */
@NullMarked
package io.orderwire.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
