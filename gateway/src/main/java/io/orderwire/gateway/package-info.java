/**
 * The gateway's process: options, and the wiring of its stations in {@link io.orderwire.gateway.RunningGateway}.
 * Runs on the main thread at start and stop; the stations below have threads of their own.
 */
package io.orderwire.gateway;
