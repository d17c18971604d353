/** What a node's files contain, by a reader that does not share code with the product's. */
package io.orderwire.testing.files;
