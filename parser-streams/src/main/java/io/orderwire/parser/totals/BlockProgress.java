package io.orderwire.parser.totals;

import io.orderwire.runtime.process.StallWatchdog;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Shows the watchdog whether the blocks of one partition make progress. The stage has work while a block is being parsed,
 * except while its records are passed to Kafka: if a broker is unavailable, the producer blocks its caller, but has its own
 * timeout. Written by the thread that parses, read by any thread.
 */
public final class BlockProgress implements StallWatchdog.Stage {
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long turns;

    /** Begins work on a block, or continues it after a record was passed to Kafka. */
    public void begin() {
        busy.setRelease(true);
    }

    /** Interrupts work on the block while a record is passed to Kafka. */
    public void pause() {
        busy.setRelease(false);
    }

    /** Ends work on the block, whether it succeeded or failed. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the thread that parses only
    public void end() {
        turns++;
        busy.setRelease(false);
    }

    @Override
    public boolean hasWork() {
        return busy.getAcquire();
    }

    @Override
    public long progress() {
        return turns;
    }
}
