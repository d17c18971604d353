/** What a node's files hold, told by a reader that shares no code with the product's. */
package io.orderwire.testing.files;
