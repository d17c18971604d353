/** What the log leaves out. */
package io.orderwire.standalone.log;
