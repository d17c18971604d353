/** Random and mutated requests, and what a gateway may answer to each. */
package io.orderwire.gateway.fuzz;
