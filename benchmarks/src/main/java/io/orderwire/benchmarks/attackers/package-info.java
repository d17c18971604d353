/**
 * Attackers within every limit of the gateway, one kind of cost each, and a witness that must not notice them.
 * {@link io.orderwire.benchmarks.attackers.AttackersBenchmark} drives the phases; the attackers run in a process of their
 * own, whose parts are below {@link io.orderwire.benchmarks.attackers.AttackersMain}.
 */
package io.orderwire.benchmarks.attackers;
