package io.orderwire.gateway.sequence;

import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.protocol.Cursor.Range;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * How far each partition has been read, and which of its sequences have been seen: a committed transaction may repeat what
 * an aborted one contained. Cursors name both.
 */
public final class Positions implements CursorSource {
    /** How many sequences and notices are remembered. */
    public enum Memory {
        /** Memory of the live stream. */
        LIVE(1_024, 1_024),
        /** Memory of each replay. */
        REPLAY(64, 64);

        private final int ranges;
        private final int gaps;

        Memory(int ranges, int gaps) {
            this.ranges = ranges;
            this.gaps = gaps;
        }

        /** Most ranges of left-out sequences of a partition that are remembered, and as many of reported ones. */
        int ranges() {
            return ranges;
        }
    }

    /** {@link #heldOffset} of a partition in which no record is held back. */
    public static final long NONE_HELD = -1;

    /** Maximum number of ranges of left-out sequences in a cursor. */
    private static final int NAMED_RANGES = 64;

    /** Maximum number of such ranges for one partition. */
    private static final int NAMED_RANGES_EACH = 16;

    private final String topic;
    private final Memory memory;
    private final long[] nextOffsets;
    private final Sequences[] sequences;
    private final ReportedNotices notices;
    private final Set<Uuid> formerTopics = new HashSet<>();
    private Uuid topicId;
    private @Nullable String cursor;
    private @Nullable String cursorBefore;
    /** Partition and offset of the last order that was passed on. */
    private int atHand;

    private long atHandOffset;

    /** Begins at the beginning of a topic. */
    public Positions(String topic, Uuid topicId, int partitions) {
        this(topic, topicId, partitions, Memory.LIVE);
    }

    /** The same, with a given memory. */
    public Positions(String topic, Uuid topicId, int partitions, Memory memory) {
        this.topic = topic;
        this.memory = memory;
        this.notices = new ReportedNotices(memory.gaps);
        this.topicId = topicId;
        this.nextOffsets = new long[partitions];
        this.sequences = new Sequences[partitions];
        Arrays.setAll(sequences, partition -> new Sequences(memory.ranges));
    }

    /** Returns true if these are the positions of a replay. */
    boolean isReplay() {
        return memory == Memory.REPLAY;
    }

    /** How many partitions the topic has. */
    public int partitions() {
        return nextOffsets.length;
    }

    /** Name of the topic. */
    public String topic() {
        return topic;
    }

    /** Id of the topic that is read now. */
    public Uuid topicId() {
        return topicId;
    }

    /** Offset to read next in that partition. */
    public long nextOffset(int partition) {
        return nextOffsets[partition];
    }

    /** Sets the next offset of a partition. */
    public void moveTo(int partition, long offset) {
        nextOffsets[partition] = offset;
        cursor = null;
    }

    /** Records that the next records of a partition will not be read, for the reason {@code pending}. */
    public void misses(int partition, PendingGap pending) {
        sequences[partition].misses(pending, nextOffsets[partition]);
        cursor = null;
    }

    /** Returns true if records of a partition were not read and this loss is not reported yet. */
    public boolean hasPendingGap(int partition) {
        return sequences[partition].hasPendingGap();
    }

    /** Offset of the record that is held back in that partition, {@link #NONE_HELD} if none is. */
    public long heldOffset(int partition) {
        ConsumerRecord<byte[], byte[]> held = sequences[partition].held();
        return held == null ? NONE_HELD : held.offset();
    }

    /** Highest sequence that was seen or reported in that partition, 0 before the first. */
    public long lastSeq(int partition) {
        return sequences[partition].last();
    }

    /** Counts the sequences that the owner of a cursor has seen as seen; the offsets stay. */
    public void sawAllOf(Cursor before) {
        for (int partition = 0; partition < sequences.length; partition++) {
            Sequences part = sequences[partition];
            if (before.lastSeqs()[partition] > 0) {
                part.saw(before.lastSeqs()[partition]);
            }
            before.leftOut().get(partition).forEach(range -> part.leaveOut(range.from(), range.to()));
        }
        cursor = null;
    }

    /** The sequences that were seen of a partition. */
    Sequences of(int partition) {
        return sequences[partition];
    }

    /** Whether that loss without sequences was reported in that partition. */
    boolean isReported(int partition, String json) {
        return notices.contains(partition, json);
    }

    /** Remembers that a loss was reported. */
    void reported(int partition, String json) {
        notices.add(partition, json);
    }

    /** Returns true if {@code id} is neither the present topic nor one that was read before; ids are not reused. */
    public boolean isNewTopic(Uuid id) {
        return !id.equals(topicId) && !id.equals(Uuid.ZERO_UUID) && !formerTopics.contains(id);
    }

    /** Begins again in a new topic of the same name, whose sequences begin at 1. */
    public void startOver(Uuid newTopicId) {
        formerTopics.add(topicId);
        topicId = newTopicId;
        Arrays.fill(nextOffsets, 0);
        Arrays.setAll(sequences, partition -> sequences[partition].ofNewTopic());
        notices.clear();
        cursor = null;
    }

    /** Records that the state has changed, so that the cursor has to be made again. */
    void changed() {
        cursor = null;
    }

    /** Counts an order as read and seen; it is the current one until the next call. */
    void passed(ConsumerRecord<byte[], byte[]> row, long seq) {
        int partition = row.partition();
        Sequences seen = sequences[partition];
        seen.saw(seq);
        seen.took(row.value(), row.timestamp());
        seen.settled(row);
        // A client that resumes inside a record with several orders has to read it again.
        passes(row, row instanceof PackedOrder ? row.offset() : row.offset() + 1);
    }

    /** An order of {@code row} is passed on, after which a client resumes at {@code next}. */
    void passes(ConsumerRecord<byte[], byte[]> row, long next) {
        int partition = row.partition();
        nextOffsets[partition] = Math.max(nextOffsets[partition], next);
        atHand = partition;
        atHandOffset = row.offset();
        cursorBefore = null;
        cursor = null;
    }

    @Override
    public String cursor() {
        if (cursor == null) {
            cursor = new Cursor(topicId, offsets(), lastSeqs(), leftOut()).encode();
        }
        return cursor;
    }

    @Override
    public String cursorBefore() {
        if (cursorBefore == null) {
            long[] seqs = lastSeqs();
            seqs[atHand]--;
            long[] offsets = offsets();
            offsets[atHand] = Math.min(offsets[atHand], atHandOffset);
            cursorBefore = new Cursor(topicId, offsets, seqs, leftOut()).encode();
        }
        return cursorBefore;
    }

    /** The offsets of a cursor: a client that resumes has to read records again that were not passed on or reported yet. */
    private long[] offsets() {
        long[] next = nextOffsets.clone();
        Arrays.setAll(next, partition -> Math.min(next[partition], sequences[partition].firstUnsettledOffset()));
        return next;
    }

    private long[] lastSeqs() {
        return Arrays.stream(sequences).mapToLong(Sequences::last).toArray();
    }

    private List<List<Range>> leftOut() {
        int each = Math.min(NAMED_RANGES_EACH, NAMED_RANGES / sequences.length);
        return Arrays.stream(sequences).map(part -> part.leftOut(each)).toList();
    }

    /** Begins a new numbering in a partition; the sequences that were lost before it cannot be known. */
    void startOver(int partition) {
        sequences[partition] = sequences[partition].ofNewNumbering();
        cursor = null;
    }

    /** Approximate memory of its state, bytes. */
    public long memory() {
        long bytes = notices.memory();
        for (Sequences part : sequences) {
            bytes += part.memory();
        }
        return bytes;
    }
}
