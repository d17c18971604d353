/** {@code bench} without a name: the whole way, from the write to the file to clients and consumers. */
@NullMarked
package io.orderwire.benchmarks.whole;

import org.jspecify.annotations.NullMarked;
