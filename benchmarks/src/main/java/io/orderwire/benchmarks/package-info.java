/**
 * Benchmarks of the pipeline, behind {@code ./orderwire bench}: deployments in processes, loads, latency and capacity.
 * Runs in a JVM of its own; nothing that ships depends on it.
 */
package io.orderwire.benchmarks;
