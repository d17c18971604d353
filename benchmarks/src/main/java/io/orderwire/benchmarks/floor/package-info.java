/** The least that Kafka costs for the pipeline's records, without any work on them. */
@NullMarked
package io.orderwire.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
