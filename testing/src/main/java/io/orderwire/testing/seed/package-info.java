/** Seeds of random tests. */
package io.orderwire.testing.seed;
