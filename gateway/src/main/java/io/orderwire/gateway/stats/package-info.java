/**
 * The pipeline's accounts, merged from the stats of all processes, and this module's meters. The agent
 * {@code StatsFollower} reads those stats on its thread; all stations count in {@code GatewayMetrics}, from any thread.
 */
package io.orderwire.gateway.stats;
