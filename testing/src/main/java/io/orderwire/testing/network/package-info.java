/** A network of separate hosts on one machine, whose packets can be dropped. */
package io.orderwire.testing.network;
