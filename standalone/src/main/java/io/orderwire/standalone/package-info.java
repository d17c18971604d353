/** The {@code orderwire} command: its sub-commands and their options. */
package io.orderwire.standalone;
