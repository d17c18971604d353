package io.orderwire.benchmarks.peers;

import io.orderwire.benchmarks.whole.IntendedTimes;
import io.orderwire.benchmarks.whole.LineSource;
import io.orderwire.benchmarks.whole.PacedLoad;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Lines written at a rate, and what clients received of them.
 *
 * @param rate lines a second
 * @param written lines
 * @param clients that should have received each of them
 * @param received orders, at all clients
 * @param seconds from the first write until the last arrival
 * @param ages from when a line was to be written until it was received, milliseconds
 * @param cpuNanos of the process under test
 * @param faults what was received and should not have been, connections that ended, or a load that was not written whole
 */
record Delivery(
        double rate,
        long written,
        int clients,
        long received,
        double seconds,
        Histogram ages,
        long cpuNanos,
        List<String> faults) {
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final long HELD_MS = 2_000;
    /** Longer than a pipeline that has just started may pause on a busy machine. */
    private static final long QUIET_MS = 10_000;

    private static final long DRAIN_MS = 30_000;
    private static final long POLL_MS = 20;

    /** Writes for so long, and waits until everything arrived or nothing arrives any more. */
    static Delivery measure(LineSource lines, StreamClients clients, PeerProcess process, double rate, int seconds)
            throws InterruptedException {
        clients.reset();
        long cpu = process.cpuNanos();
        long begin = System.nanoTime();
        PacedLoad load = new PacedLoad(lines, new IntendedTimes(), rate, seconds);
        Thread thread = new Thread(load, "load");
        thread.start();
        thread.join(TimeUnit.SECONDS.toMillis(2L * seconds) + DRAIN_MS);
        load.stop();
        thread.join(DRAIN_MS);
        long last = drain(clients, load.written() * clients.count());
        long received = clients.orders();
        return new Delivery(
                rate,
                load.written(),
                clients.count(),
                received,
                (last - begin) / NANOS,
                clients.ages(),
                process.cpuNanos() - cpu,
                faults(clients, load.written(), Math.round(rate * seconds), received));
    }

    /** Returns when the last orders arrived. */
    private static long drain(StreamClients clients, long expected) throws InterruptedException {
        long begin = System.nanoTime();
        long changed = begin;
        long before = -1;
        long now = clients.orders();
        while (now < expected && millisSince(begin) < DRAIN_MS && millisSince(changed) < QUIET_MS) {
            if (now != before) {
                before = now;
                changed = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
            now = clients.orders();
        }
        return now < expected ? changed : System.nanoTime();
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private static List<String> faults(StreamClients clients, long written, long planned, long received) {
        // Otherwise a load that failed would pass for one whose lines all arrived.
        if (written != planned) {
            return List.of(written + " lines were written, " + planned + " planned");
        }
        long expected = written * clients.count();
        if (!clients.lost().isEmpty()) {
            return List.of("a connection was lost: " + clients.lost());
        }
        if (received > expected) {
            return List.of(received + " orders were received, " + expected + " expected");
        }
        return received == expected && !clients.agree() ? List.of("clients received different orders") : List.of();
    }

    long lost() {
        return written * clients - received;
    }

    boolean held() {
        return lost() == 0 && faults.isEmpty() && ages.getValueAtPercentile(99) <= HELD_MS;
    }

    double receivedPerSecond() {
        return received / seconds;
    }

    /** CPU of the process under test for each order received by a client, microseconds. */
    double cpuMicros() {
        return received == 0 ? 0 : cpuNanos / NANOS_PER_MICRO / received;
    }
}
