/** Processes for tests to start, kill and wait for. */
package io.orderwire.testing.process;
