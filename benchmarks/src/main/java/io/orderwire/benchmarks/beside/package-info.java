/** What a node that writes notices of the pipeline beside it. */
package io.orderwire.benchmarks.beside;
