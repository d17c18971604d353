package io.orderwire.runtime.shed;

/**
 * Measures how long a stage was busy with pieces of work. The time between two pieces, in which the stage polled or committed,
 * counts if the later piece was waiting all that time: only then it is part of the cost of a piece. Not thread-safe.
 */
public final class BusyTime {
    private boolean ended;
    private long beginNanos;
    private long endNanos;

    /** Begins a piece of work that has been waiting for at least {@code waitedNanos}. */
    public void begin(long waitedNanos, long nowNanos) {
        beginNanos = ended && nowNanos - endNanos <= waitedNanos ? endNanos : nowNanos;
    }

    /** Ends the piece of work, and returns how long it took. */
    public long end(long nowNanos) {
        ended = true;
        endNanos = nowNanos;
        return nowNanos - beginNanos;
    }

    /** Excludes the time until the next piece of work, because the stage did something else, such as shedding. */
    public void interrupt() {
        ended = false;
    }
}
