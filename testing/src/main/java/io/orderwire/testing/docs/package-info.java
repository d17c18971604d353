/** The Markdown files of the repository, for tests that compare them with the code. */
package io.orderwire.testing.docs;
