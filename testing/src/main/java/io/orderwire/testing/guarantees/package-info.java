/** The pipeline's promises as objects: told what was produced and what was received, they fail when one is broken. */
package io.orderwire.testing.guarantees;
