/** Filters of the log. */
package io.orderwire.standalone.log;
