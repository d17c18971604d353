/** Brokers for tests, embedded or in a container, and plain readers of their topics. */
package io.orderwire.testing.broker;
