package io.orderwire.benchmarks.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Writes lines by a schedule that does not depend on how writing gets on: about 15.6 blocks a second of uneven sizes, as a
 * node does. A block that is due while the one before is still being written follows at once, with the time at which it was
 * due. Runs once, on a thread of its own.
 */
public final class PacedLoad implements Runnable {
    private static final double BLOCKS_PER_SECOND = 15.6;
    private static final long LEAD_MS = 20;
    /** A block that would be due closer to the end than this is the last one: no two blocks have the same millisecond. */
    private static final double LAST_SECONDS = 0.01;

    private static final long NANOS_PER_TICK = 10_000_000;

    private final LineSource lines;
    private final IntendedTimes intended;
    private final double linesPerSecond;
    private final double seconds;
    private final SplittableRandom random = new SplittableRandom(1);
    private volatile long written;
    private volatile boolean stopped;
    private volatile Cpu used = Cpu.NONE;

    /** A load that has not begun. */
    public PacedLoad(LineSource lines, IntendedTimes intended, double linesPerSecond, double seconds) {
        this.lines = lines;
        this.intended = intended;
        this.linesPerSecond = linesPerSecond;
        this.seconds = seconds;
    }

    @Override
    public void run() {
        long start = System.currentTimeMillis() + LEAD_MS;
        double due = 0;
        long scheduled = 0;
        boolean last = false;
        try {
            while (!last && !stopped) {
                due += (0.75 + random.nextDouble() / 2) / BLOCKS_PER_SECOND;
                last = due >= seconds - LAST_SECONDS;
                due = last ? seconds : due;
                double waiting = linesPerSecond * due - scheduled;
                int count = (int) (last ? Math.rint(waiting) : waiting * (0.4 + 0.6 * random.nextDouble()));
                long epochMs = start + Math.round(due * 1_000);
                await(epochMs);
                if (count > 0) {
                    intended.append(epochMs, count);
                    lines.write(count, epochMs);
                    scheduled += count;
                    written = scheduled;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the load cannot write", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long user = threads.getCurrentThreadUserTime();
            long all = threads.getCurrentThreadCpuTime();
            used = new Cpu(user / NANOS_PER_TICK, Math.max(0, all - user) / NANOS_PER_TICK, 0, 0);
        }
    }

    private static void await(long epochMs) throws InterruptedException {
        for (long left = epochMs - System.currentTimeMillis(); left > 0; left = epochMs - System.currentTimeMillis()) {
            TimeUnit.MILLISECONDS.sleep(left);
        }
    }

    /** Ends after the block that is being written. */
    public void stop() {
        stopped = true;
    }

    /** CPU time that it took, known when it has ended. */
    Cpu used() {
        return used;
    }

    /** Lines that were written. */
    public long written() {
        return written;
    }
}
