package io.orderwire.parser.totals;

import io.orderwire.runtime.clock.RecordAges;
import io.orderwire.runtime.figures.AgeWindow;
import io.orderwire.runtime.figures.Figures;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** How far the partitions of this process are; written by the threads that parse, read by whoever wants to know. */
public final class Progress {
    private final Map<Integer, PartitionTotals> partitions = new ConcurrentHashMap<>();
    private final LongAccumulator oldestMs = new LongAccumulator(Math::max, 0);
    private final LongAdder blocks = new LongAdder();
    private final AgeWindow ages = new AgeWindow();

    /** The partition is this process's, and stands there. */
    public void set(int partition, PartitionTotals totals) {
        partitions.put(partition, totals);
    }

    /** The partition is another process's now. */
    public void forget(int partition) {
        partitions.remove(partition);
    }

    /** A block was handled, so many milliseconds after its bytes were read; {@link RecordAges#UNKNOWN} counts for none. */
    public void handled(long ageMs) {
        replayed(ageMs);
        if (ageMs != RecordAges.UNKNOWN) {
            ages.record(ageMs);
        }
    }

    /** The same of a block that a start position asked for: being old, it does not make the parser slow. */
    public void replayed(long ageMs) {
        oldestMs.accumulate(ageMs);
        blocks.increment();
    }

    /** The ages of the blocks handled lately, those left out that a start position asked for. */
    public AgeWindow ages() {
        return ages;
    }

    /** Age of the oldest block handled since the last call, milliseconds, 0 when there was none. */
    public long takeOldestMs() {
        return Math.max(0, oldestMs.getThenReset());
    }

    /** Blocks handled by this process. */
    public long blocks() {
        return blocks.sum();
    }

    /** The totals of each partition of this process. */
    public void addTo(Map<String, Long> figures) {
        partitions.forEach((partition, totals) -> {
            figures.put(Figures.of(Figures.SEQ, partition), totals.seq());
            figures.put(Figures.of(Figures.ORDERS, partition), totals.orders());
            figures.put(Figures.of(Figures.DEAD_LETTERS, partition), totals.deadLetters());
            figures.put(Figures.of(Figures.SHED, partition), totals.shed());
        });
    }
}
