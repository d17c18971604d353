package io.orderwire.parser.shed;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that are given up and have not been read, by partition: what consumers need not even fetch. Set by the thread
 * that parses a partition, taken by the consumer of the same thread: what one thread still finds that has lost a partition
 * is of no use to the one that has it now, whose totals do not know of it. Thread-safe, since threads share nothing.
 */
public final class ShedOffsets {
    /**
     * Blocks of one partition.
     *
     * @param from offset of the first one where an earlier consumer may have passed over it, or {@link #HERE}
     * @param goOnAt offset from which on blocks are wanted again
     */
    record Range(long from, long goOnAt) {}

    /** Where the consumer stands. */
    static final long HERE = -1;

    /** What one thread knows. */
    private static final class Own {
        private final Map<Integer, Range> ranges = new HashMap<>();
        private final Map<Integer, Long> nothingBehind = new HashMap<>();
    }

    @SuppressWarnings("ThreadLocalUsage") // one for each parser in a process, and as many as it has threads
    private final ThreadLocal<Own> own = ThreadLocal.withInitial(Own::new);

    /** Nothing before that offset is wanted. */
    void until(int partition, long goOnAt) {
        own.get().ranges.put(partition, new Range(HERE, goOnAt));
    }

    /** Nothing of that range was wanted in an earlier life. */
    void resume(int partition, long from, long goOnAt) {
        own.get().ranges.put(partition, new Range(from, goOnAt));
    }

    /** Not taken after all. */
    void putBack(int partition, Range range) {
        own.get().ranges.putIfAbsent(partition, range);
    }

    /** Everything is wanted. */
    void nothing(int partition) {
        own.get().ranges.remove(partition);
        own.get().nothingBehind.remove(partition);
    }

    /** Whether this thread's consumer has nothing to pass over. */
    public boolean isEmpty() {
        return own.get().ranges.isEmpty();
    }

    /** What is not wanted, told once; null when all is. */
    @Nullable
    Range take(int partition) {
        return own.get().ranges.remove(partition);
    }

    /** No block has come from that offset on, so that those before it are the newest after all. */
    void nothingBehind(int partition, long offset) {
        own.get().nothingBehind.put(partition, offset);
    }

    /** The last offset told to {@link #nothingBehind(int, long)}, or 0. */
    long nothingBehind(int partition) {
        return own.get().nothingBehind.getOrDefault(partition, 0L);
    }
}
