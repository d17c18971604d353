package io.orderwire.parser.parse;

import io.orderwire.parser.totals.FormerTotals;
import io.orderwire.parser.totals.Numbering;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.parser.totals.Progress;
import io.orderwire.parser.totals.ShedBlocks;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Counts the outcomes of one partition's events, in the store that Kafka Streams commits together with the orders.
 *
 * <p>Missing totals do not stop the parser and never make new events look like repetitions: the first block that is read counts
 * as the next one, whatever its sequence is. The totals before it are taken from the last published stats; events that those do
 * not include are counted as orders, and the totals are no longer exact.
 */
final class Account {
    private final int partition;
    private final Progress progress;
    private final KeyValueStore<Integer, PartitionTotals> store;
    private final Continuity continuity;
    private Numbering stored;
    private PartitionTotals totals;
    private boolean missing;

    /**
     * Opens the account of {@code partition} in {@code store}.
     *
     * @param offsetSet whether shedding at the start set the group's offset: then a partition with an offset may lack totals
     */
    Account(int partition, Progress progress, KeyValueStore<Integer, PartitionTotals> store, boolean offsetSet) {
        this.partition = partition;
        this.progress = progress;
        this.store = store;
        PartitionTotals found = read(partition);
        PartitionTotals named = read(Numbering.key(partition));
        FormerTotals former = progress.former();
        FormerTotals.Known known = found == null && !offsetSet ? former.of(partition) : null;
        missing = known != null;
        totals = found != null ? found : known != null ? known.totals() : PartitionTotals.NONE;
        stored = named != null ? Numbering.of(named) : known != null ? known.numbering() : Numbering.UNKNOWN;
        continuity = new Continuity(former.rawTopic(), stored);
        progress.set(partition, totals, stored);
    }

    /** Reads totals. Ends the process if they are unreadable, because another thread could not read them either. */
    private @Nullable PartitionTotals read(int key) {
        try {
            return store.get(key);
        } catch (SerializationException e) {
            throw new ProcessExit(
                    ExitCode.KAFKA, "the totals of partition " + partition + " cannot be read: " + e.getMessage(), e);
        }
    }

    Continuity.Result judge(RawBlock block, long at) {
        if (missing) {
            begin(block.numbering(), block.rawSeq());
        }
        Continuity.Result result = continuity.judge(block, at, totals.seq());
        block.countFrom(continuity.numbering().base());
        if (result == Continuity.Result.NEXT) {
            block.leaveOutUpTo(totals.seq());
        } else if (result == Continuity.Result.BEGINS) {
            progress.note(
                    partition,
                    "the sequences of the raw topic began again in partition " + partition
                            + ": those of the orders continue at " + block.firstSeq());
        }
        return result;
    }

    /** Reports that a record arrived at offset {@code at}, even if it will be ignored. */
    void sees(long at) {
        continuity.sees(at);
    }

    Continuity.Result judge(RawMarker marker, long nextSeq) {
        if (missing) {
            begin(marker.numbering(), nextSeq);
        }
        return continuity.judge(marker, nextSeq, totals.seq());
    }

    /** Whether an ingestor of the current numbering may write markers without a sequence, as version 0.1.0 does. */
    boolean takesUnnamed() {
        return continuity.takesUnnamed();
    }

    /** Continues at the first record that is read although the totals before it are missing. */
    private void begin(String numbering, long firstRawSeq) {
        missing = false;
        long last = firstRawSeq - 1 + continuity.numbering().base();
        long unknown = last - totals.seq();
        continuity.adopt(numbering);
        continuity.guessed(Math.abs(unknown));
        if (last > 0) {
            progress.note(
                    partition,
                    "the totals of partition " + partition + " are missing: its sequences continue at " + (last + 1)
                            + ", and the counts of " + Math.abs(unknown) + " events are guessed");
        }
        totals = new PartitionTotals(last, Math.max(0, totals.orders() + unknown), totals.deadLetters(), totals.shed());
    }

    PartitionTotals totals() {
        return totals;
    }

    /** Converts a sequence of the ingestor's numbering to one of the parser's. */
    long counted(long rawSeq) {
        return rawSeq + continuity.numbering().base();
    }

    /** Stores that all events up to {@code seq}, and the record at offset {@code at}, were handled. */
    void put(long seq, long at, long orders, long deadLetters, long lost, @Nullable ShedBlocks unreported) {
        totals = new PartitionTotals(
                seq, totals.orders() + orders, totals.deadLetters() + deadLetters, totals.shed() + lost, unreported);
        continuity.handled(at);
        stored = continuity.numbering();
        store.put(partition, totals);
        store.put(Numbering.key(partition), stored.toTotals());
        progress.set(partition, totals, stored);
    }
}
