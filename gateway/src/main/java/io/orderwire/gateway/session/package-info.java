/** One connection: what waits to be sent to it, in bounds, and what it loses when it is slow. */
package io.orderwire.gateway.session;
