package io.orderwire.runtime.shed;

/**
 * How long a stage was busy with pieces of work. The time between two of them, in which it polled or committed, counts if the
 * later one was waiting all along: only then it is part of what a piece of work takes. Not thread-safe.
 */
public final class BusyTime {
    private boolean ended;
    private long beginNanos;
    private long endNanos;

    /** A piece of work begins that has been waiting for at least that long. */
    public void begin(long waitedNanos, long nowNanos) {
        beginNanos = ended && nowNanos - endNanos <= waitedNanos ? endNanos : nowNanos;
    }

    /** It ends; returns how long it took. */
    public long end(long nowNanos) {
        ended = true;
        endNanos = nowNanos;
        return nowNanos - beginNanos;
    }

    /** The time until the next piece of work does not count: the stage did something else, such as shedding. */
    public void interrupt() {
        ended = false;
    }
}
