package io.orderwire.parser.totals;

import io.orderwire.runtime.process.StallWatchdog;

/**
 * Whether the blocks of one partition get through. Work is a block at hand: between two of them a parser waits for Kafka,
 * whose clients have bounds of their own. Written by the thread that parses, read by any.
 */
public final class BlockWatch implements StallWatchdog.Stage {
    private volatile boolean busy;
    private volatile long turns;

    /** A block is at hand. */
    public void begin() {
        busy = true;
    }

    /** It is done with, well or not. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the thread that parses only
    public void end() {
        turns++;
        busy = false;
    }

    @Override
    public boolean hasWork() {
        return busy;
    }

    @Override
    public long progress() {
        return turns;
    }
}
