/** The orders that came last, for those who ask for them. */
package io.orderwire.gateway.recent;
