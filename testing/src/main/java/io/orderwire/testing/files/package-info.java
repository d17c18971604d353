/** Reads a node's files with code that is independent of the product's. */
package io.orderwire.testing.files;
