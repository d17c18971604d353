package io.orderwire.parser.totals;

import io.orderwire.runtime.clock.RecordAges;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.runtime.stats.AgeWindow;
import io.orderwire.runtime.stats.StatsNames;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** The progress of this process's partitions; written by the threads that parse, read by any thread. */
public final class Progress {
    private static final long SHOWN_NANOS = TimeUnit.MINUTES.toNanos(10);

    private record Note(String text, long nanos) {}

    private final Map<Integer, PartitionTotals> partitions = new ConcurrentHashMap<>();
    private final Map<Integer, Numbering> numberings = new ConcurrentHashMap<>();
    private final Map<Integer, Note> notes = new ConcurrentSkipListMap<>();
    private volatile FormerTotals former = FormerTotals.NONE;
    private final LongAccumulator oldestMs = new LongAccumulator(Math::max, 0);
    private final LongAdder blocks = new LongAdder();
    private final AgeWindow ages = new AgeWindow();

    /** Sets the source of the last known totals of partitions whose totals are missing. */
    public void former(FormerTotals known) {
        former = known;
    }

    /** The source of the last known totals of partitions whose totals are missing. */
    public FormerTotals former() {
        return former;
    }

    /** Sets the totals of a partition that this process owns. */
    public void set(int partition, PartitionTotals totals, Numbering numbering) {
        partitions.put(partition, totals);
        numberings.put(partition, numbering);
    }

    /** Forgets a partition that this process no longer owns. */
    public void forget(int partition) {
        partitions.remove(partition);
        numberings.remove(partition);
    }

    /** Sequence of the last event of a partition that was handled; NaN if this process does not own the partition. */
    public double sequence(int partition) {
        PartitionTotals totals = partitions.get(partition);
        return totals == null ? Double.NaN : totals.seq();
    }

    /** Shows a note about a partition for ten minutes; it replaces an earlier note. */
    public void note(int partition, String text) {
        notes.put(partition, new Note(text, System.nanoTime()));
    }

    /** The notes of the last ten minutes. */
    public List<Reason> notes() {
        long now = System.nanoTime();
        notes.values().removeIf(note -> now - note.nanos() > SHOWN_NANOS);
        return notes.values().stream()
                .map(note -> ReasonCode.TOTALS_LOST.because(note.text()))
                .toList();
    }

    /**
     * Counts a handled record, and records its age, which is the time since its bytes were read. {@link RecordAges#UNKNOWN} is
     * not recorded.
     */
    public void handled(long ageMs) {
        replayed(ageMs);
        if (ageMs != RecordAges.UNKNOWN) {
            ages.record(ageMs);
        }
    }

    /** Like {@link #handled}, for a block that a start position requested: its age does not make the parser count as slow. */
    public void replayed(long ageMs) {
        oldestMs.accumulate(ageMs);
        blocks.increment();
    }

    /** The ages of recently handled blocks, except blocks that a start position requested. */
    public AgeWindow ages() {
        return ages;
    }

    /** Age of the oldest block handled since the last call, milliseconds; 0 if no block was handled. */
    public long takeOldestMs() {
        return Math.max(0, oldestMs.getThenReset());
    }

    /** Number of blocks handled by this process. */
    public long blocks() {
        return blocks.sum();
    }

    /** Adds the totals of each partition of this process to {@code figures}. */
    public void addTo(Map<String, Long> figures) {
        partitions.forEach((partition, totals) -> {
            figures.put(StatsNames.of(StatsNames.SEQ, partition), totals.seq());
            figures.put(StatsNames.of(StatsNames.ORDERS, partition), totals.orders());
            figures.put(StatsNames.of(StatsNames.DEAD_LETTERS, partition), totals.deadLetters());
            figures.put(StatsNames.of(StatsNames.SHED, partition), totals.shed());
        });
        numberings.forEach((partition, numbering) -> {
            if (numbering.base() != 0) {
                figures.put(StatsNames.of(StatsNames.BASE, partition), numbering.base());
            }
            if (numbering.guessed() != 0) {
                figures.put(StatsNames.of(StatsNames.GUESSED, partition), numbering.guessed());
            }
        });
    }
}
