/** What the gateway proves itself with: certificate and key out of files, checked, and taken anew when they change. */
package io.orderwire.gateway.tls;
