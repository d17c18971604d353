/** The simulator as a command of its own. */
package io.orderwire.standalone.simulate;
