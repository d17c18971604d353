/** What faces the network: handshakes, connections, figures, the page. The only user of Undertow here. */
package io.orderwire.gateway.http;
