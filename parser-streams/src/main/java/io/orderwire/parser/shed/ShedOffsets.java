package io.orderwire.parser.shed;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Offsets of shed blocks by partition, which the consumer does not need to fetch. The thread that parses a partition sets them,
 * and the consumer of the same thread takes them. Offsets that a thread finds after it has lost the partition are not valid for
 * the partition's new owner, whose totals do not contain the shed blocks. Thread-safe, because each thread has its own state.
 */
public final class ShedOffsets {
    /**
     * Blocks of one partition.
     *
     * @param from offset of the first one if an earlier consumer may have skipped it, or {@link #HERE}
     * @param resumeAt offset of the first block to read after them
     */
    record Range(long from, long resumeAt) {}

    /** The current position of the consumer. */
    static final long HERE = -1;

    /** State of one thread. */
    private static final class Own {
        private final Map<Integer, Range> ranges = new HashMap<>();
        private final Map<Integer, Long> newestBefore = new HashMap<>();
    }

    @SuppressWarnings(
            "ThreadLocalUsage") // one instance for each parser of a process, and one value for each of its threads
    private final ThreadLocal<Own> own = ThreadLocal.withInitial(Own::new);

    /** Sheds the blocks before that offset. */
    void until(int partition, long resumeAt) {
        own.get().ranges.put(partition, new Range(HERE, resumeAt));
    }

    /** Adds a range of blocks that an earlier task instance shed. */
    void resume(int partition, long from, long resumeAt) {
        own.get().ranges.put(partition, new Range(from, resumeAt));
    }

    /** Returns a range that the consumer could not apply. */
    void putBack(int partition, Range range) {
        own.get().ranges.putIfAbsent(partition, range);
    }

    /** Clears the shed blocks of the partition. */
    void nothing(int partition) {
        own.get().ranges.remove(partition);
        own.get().newestBefore.remove(partition);
    }

    /** Whether this thread's consumer has no blocks to skip. */
    public boolean isEmpty() {
        return own.get().ranges.isEmpty();
    }

    /** Removes and returns the shed range of the partition, null if there is none. */
    @Nullable
    Range take(int partition) {
        return own.get().ranges.remove(partition);
    }

    /** Reports that no block arrived at or after that offset: the blocks before it are the newest, and must not be shed. */
    void newestBefore(int partition, long offset) {
        own.get().newestBefore.put(partition, offset);
    }

    /** The last offset passed to {@link #newestBefore(int, long)}, or 0. */
    long newestBefore(int partition) {
        return own.get().newestBefore.getOrDefault(partition, 0L);
    }
}
