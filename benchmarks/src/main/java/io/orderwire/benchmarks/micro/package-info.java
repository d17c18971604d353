/**
 * Microbenchmarks (JMH) of single stations on generated lines.
 * Run by hand, in JVMs that JMH forks.
 */
package io.orderwire.benchmarks.micro;
