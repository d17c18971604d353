package io.orderwire.benchmarks.overload;

import java.util.Map;

/**
 * The pipeline at one moment.
 *
 * @param second since the load began
 * @param events counted since the topics were created
 * @param latency of the orders that the measured client got since the sample before
 * @param ages of the oldest data not yet handled, milliseconds, by stage
 * @param residentBytes by process
 */
record Sample(int second, Events events, Latency latency, Map<String, Long> ages, Map<String, Long> residentBytes) {
    /**
     * Counts of events.
     *
     * @param written to the files
     * @param skipped shed by the ingestor, as far as counted
     * @param orders parsed
     * @param shed shed by the parser
     * @param unread shed by the gateway
     * @param dropped orders that slow clients did not get
     */
    record Events(long written, long skipped, long orders, long shed, long unread, long dropped) {
        /** Orders that the gateway had for clients. */
        long delivered() {
            return orders - unread;
        }
    }

    /** Ages of orders from file to client, milliseconds. */
    record Latency(long p50Ms, long p99Ms, long maxMs) {}
}
