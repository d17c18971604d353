/** The manual page, made of the same model of the command line that parses it. */
package io.orderwire.standalone.manual;
