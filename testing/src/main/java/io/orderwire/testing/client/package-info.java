/** Clients of the gateway, for tests and benchmarks. */
package io.orderwire.testing.client;
