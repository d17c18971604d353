package io.orderwire.parser.shed;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that are given up and have not been read, by partition: what consumers need not even fetch. Set by the thread
 * that parses a partition, taken by the consumer of the same thread.
 */
public final class PassedOver {
    /**
     * Blocks of one partition.
     *
     * @param from offset of the first one where an earlier consumer may have passed over it, or {@link #HERE}
     * @param goOnAt offset from which on blocks are wanted again
     */
    record Range(long from, long goOnAt) {}

    /** Where the consumer stands. */
    static final long HERE = -1;

    private final Map<Integer, Range> ranges = new ConcurrentHashMap<>();
    private final Map<Integer, Long> nothingBehind = new ConcurrentHashMap<>();

    /** Nothing before that offset is wanted. */
    void until(int partition, long goOnAt) {
        ranges.put(partition, new Range(HERE, goOnAt));
    }

    /** Nothing of that range was wanted in an earlier life. */
    void resume(int partition, long from, long goOnAt) {
        ranges.put(partition, new Range(from, goOnAt));
    }

    /** Not taken after all. */
    void putBack(int partition, Range range) {
        ranges.putIfAbsent(partition, range);
    }

    /** Everything is wanted. */
    void nothing(int partition) {
        ranges.remove(partition);
        nothingBehind.remove(partition);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** What is not wanted, told once; null when all is. */
    @Nullable
    Range take(int partition) {
        return ranges.remove(partition);
    }

    /** No block has come from that offset on, so that those before it are the newest after all. */
    void nothingBehind(int partition, long offset) {
        nothingBehind.put(partition, offset);
    }

    /** The last offset told to {@link #nothingBehind(int, long)}, or 0. */
    long nothingBehind(int partition) {
        return nothingBehind.getOrDefault(partition, 0L);
    }
}
