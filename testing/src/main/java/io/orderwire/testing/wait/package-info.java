/** How long tests wait. */
package io.orderwire.testing.wait;
