/**
 * What faces the network: handshakes, tokens, origins, connections, the HTTP API, stats and the page. The only user
 * of Undertow in this module. {@code RunningGateway} starts it; requests are handled on I/O threads and workers, and those
 * of clients are sent to the hub.
 */
package io.orderwire.gateway.http;
