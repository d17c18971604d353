package io.orderwire.parser.parse;

import io.orderwire.parser.totals.FormerTotals;
import io.orderwire.parser.totals.Numbering;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.parser.totals.Progress;
import io.orderwire.parser.totals.Skip;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What has become of one partition's events, kept in the store that Kafka Streams commits together with them.
 *
 * <p>Missing totals do not stop the parser, and never make new events look like repetitions: the first block that is read is
 * the next one, whatever its sequence. What was handled before it is taken from the last published figures; what they do not
 * know is counted as orders, and the accounts are not exact any more.
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
     * The account in that store.
     *
     * @param jumped whether a start has set the group's offset of that partition: it has one then, and maybe never had totals
     */
    Account(int partition, Progress progress, KeyValueStore<Integer, PartitionTotals> store, boolean jumped) {
        this.partition = partition;
        this.progress = progress;
        this.store = store;
        PartitionTotals found = read(partition);
        PartitionTotals named = read(Numbering.key(partition));
        FormerTotals former = progress.former();
        FormerTotals.Known known = found == null && !jumped ? former.of(partition) : null;
        missing = known != null;
        totals = found != null ? found : known != null ? known.totals() : PartitionTotals.NONE;
        stored = named != null ? Numbering.of(named) : known != null ? known.numbering() : Numbering.UNKNOWN;
        continuity = new Continuity(former.rawTopic(), stored);
        progress.set(partition, totals, stored);
    }

    /** What cannot be read now cannot be read by another thread either: the process ends. */
    private @Nullable PartitionTotals read(int key) {
        try {
            return store.get(key);
        } catch (SerializationException e) {
            throw new ProcessExit(
                    ExitCode.KAFKA, "the totals of partition " + partition + " cannot be read: " + e.getMessage(), e);
        }
    }

    Continuity.Verdict judge(RawBlock block, long at) {
        if (missing) {
            begin(block.numbering(), block.rawSeq());
        }
        Continuity.Verdict verdict = continuity.judge(block, at, totals.seq());
        block.countFrom(continuity.numbering().base());
        if (verdict == Continuity.Verdict.NEXT) {
            block.leaveOutUpTo(totals.seq());
        } else if (verdict == Continuity.Verdict.BEGINS) {
            progress.note(
                    partition,
                    "the sequences of the raw topic began again in partition " + partition
                            + ": those of the orders continue at " + block.firstSeq());
        }
        return verdict;
    }

    /** A record stands at that offset, whatever becomes of it. */
    void sees(long at) {
        continuity.sees(at);
    }

    Continuity.Verdict judge(RawMarker marker, long nextSeq) {
        if (missing) {
            begin(marker.numbering(), nextSeq);
        }
        return continuity.judge(marker, nextSeq, totals.seq());
    }

    /** Whether a marker that names no sequence can be an ingestor's. */
    boolean takesUnnamed() {
        return continuity.takesUnnamed();
    }

    /** The first record behind totals that are missing. */
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

    /** The parser's sequence of one that a marker names. */
    long counted(long rawSeq) {
        return rawSeq + continuity.numbering().base();
    }

    /** All up to that sequence, and the record at that offset, has become something. */
    void put(long seq, long at, long orders, long deadLetters, long lost, @Nullable Skip skip) {
        totals = new PartitionTotals(
                seq, totals.orders() + orders, totals.deadLetters() + deadLetters, totals.shed() + lost, skip);
        continuity.handled(at);
        stored = continuity.numbering();
        store.put(partition, totals);
        store.put(Numbering.key(partition), stored.toTotals());
        progress.set(partition, totals, stored);
    }
}
