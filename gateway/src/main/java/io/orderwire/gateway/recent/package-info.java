/**
 * The newest orders, for requests of the HTTP API. The reader of orders adds to them on its thread; a search reads them
 * on the thread {@code gateway-search}.
 */
package io.orderwire.gateway.recent;
