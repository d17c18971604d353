/** The pipeline's accounts, merged from what every process says of itself, and this module's meters. */
package io.orderwire.gateway.stats;
