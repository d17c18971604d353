package io.orderwire.standalone.process;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells somebody who waits for a command that it goes on, and how long it may take. Says nothing about what takes less than two
 * seconds. Used by one thread.
 */
public final class WaitingNotice implements Runnable {
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String what;
    private final Duration most;
    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final long beganNanos;
    private long nextNanos;

    /**
     * A notice about work that begins now.
     *
     * @param what is done, such as {@code asking Kafka}
     * @param most bound on each part of it
     * @param nanoTime monotonic
     */
    public WaitingNotice(String what, Duration most, PrintStream out, LongSupplier nanoTime) {
        this.what = what;
        this.most = most;
        this.out = out;
        this.nanoTime = nanoTime;
        this.beganNanos = nanoTime.getAsLong();
        this.nextNanos = beganNanos + FIRST_NANOS;
    }

    /** Called repeatedly while the work goes on, the more often the better. */
    @Override
    public void run() {
        long now = nanoTime.getAsLong();
        if (now - nextNanos < 0) {
            return;
        }
        nextNanos = now + PAUSE_NANOS;
        out.println("orderwire: " + what + ", for " + TimeUnit.NANOSECONDS.toSeconds(now - beganNanos)
                + " s; each part takes " + most.toSeconds() + " s at most");
    }
}
