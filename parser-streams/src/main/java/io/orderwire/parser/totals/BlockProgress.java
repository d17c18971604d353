package io.orderwire.parser.totals;

import io.orderwire.runtime.process.StallWatchdog;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether the blocks of one partition get through. Work is a block at hand, but not the time in which its records are
 * handed to Kafka: a producer whose broker is gone lets its caller wait, for a bound of its own. Written by the thread
 * that parses, read by any.
 */
public final class BlockProgress implements StallWatchdog.Stage {
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long turns;

    /** A block is at hand, or is so again after a record was handed to Kafka. */
    public void begin() {
        busy.setRelease(true);
    }

    /** A record is handed to Kafka. */
    public void pause() {
        busy.setRelease(false);
    }

    /** The block is done with, well or not. */
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
