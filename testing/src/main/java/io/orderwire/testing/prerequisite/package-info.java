/** Programs, rights and data that some tests need from outside the repository, and the reasons to skip without them. */
package io.orderwire.testing.prerequisite;
