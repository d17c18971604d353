/** The {@code orderwire} command: its sub-commands and what they take. */
package io.orderwire.standalone;
