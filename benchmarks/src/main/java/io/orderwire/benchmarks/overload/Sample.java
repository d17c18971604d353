package io.orderwire.benchmarks.overload;

import java.util.Map;

/**
 * The pipeline at one moment. Counts are of events since its topics were created.
 *
 * @param second since the load began
 * @param written to the files
 * @param skipped shed by the ingestor, as far as counted
 * @param orders parsed
 * @param shed shed by the parser
 * @param unread shed by the gateway
 * @param dropped orders that slow clients did not get
 * @param p50Ms age, from file to client, of what the measured client got since the sample before; so are the others
 * @param ages of the oldest data not yet handled, milliseconds, by stage
 * @param residentBytes by process
 */
record Sample(
        int second,
        long written,
        long skipped,
        long orders,
        long shed,
        long unread,
        long dropped,
        long p50Ms,
        long p99Ms,
        long maxMs,
        Map<String, Long> ages,
        Map<String, Long> residentBytes) {
    /** Orders that the gateway had for clients. */
    long delivered() {
        return orders - unread;
    }
}
