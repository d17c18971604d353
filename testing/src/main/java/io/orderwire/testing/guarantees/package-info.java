/**
 * The pipeline's guarantees as objects: they take the produced and the received events, and fail if a guarantee is
 * violated.
 */
package io.orderwire.testing.guarantees;
