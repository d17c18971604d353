/** Decides when the transactions of the parser are committed. */
package io.orderwire.parser.commit;
