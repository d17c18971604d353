/** Certificates for tests to serve and to trust. */
package io.orderwire.testing.tls;
