package io.orderwire.runtime.kafka;

import java.util.function.LongPredicate;

/**
 * Finds out how new the records are that an old one could be given up for, by asking Kafka for times: Kafka tells the
 * first record since a time, and not when the last one is from.
 */
public final class NewerRecords {
    private NewerRecords() {}

    /**
     * Asks for the latest time since which there are records, told to a quarter of the bound, and no later than half the
     * bound ago: who goes on there has time to work before that is too old as well. The last time for which the answer was
     * yes is the one; without a yes nothing so much newer is there to be had.
     *
     * @param timestampMs of the old record, epoch milliseconds
     * @param maxAgeMs the bound of age
     * @param leastGainMs how much newer they have to be: giving up for less loses much and wins little
     * @param since whether there are records since a time, epoch milliseconds; asked about once in a usual overload
     */
    public static void search(long timestampMs, long nowMs, long maxAgeMs, long leastGainMs, LongPredicate since) {
        long earliest = timestampMs + leastGainMs;
        long latest = nowMs - maxAgeMs / 2;
        if (latest < earliest || since.test(latest) || !since.test(earliest)) {
            return;
        }
        while (latest - earliest > maxAgeMs / 4) {
            long middle = earliest + (latest - earliest) / 2;
            if (since.test(middle)) {
                earliest = middle;
            } else {
                latest = middle;
            }
        }
    }
}
