/** Files that hold secrets. */
package io.orderwire.runtime.secret;
