package io.orderwire.gateway.sequence;

import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.protocol.Cursor.Range;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * How far each partition has been read, and what of it has been seen: a committed transaction may bring again what an
 * aborted one has shown before. Used by one thread at a time.
 */
public final class Positions implements CursorSource {
    /** How much of what was seen is remembered. */
    public enum Memory {
        /** Of the one live stream. */
        LIVE(1_024, 1_024),
        /** Of one of many replays. */
        REPLAY(64, 64);

        private final int ranges;
        private final int gaps;

        Memory(int ranges, int gaps) {
            this.ranges = ranges;
            this.gaps = gaps;
        }

        /** Most ranges of sequences of a partition that were left out, and as many that were reported. */
        int ranges() {
            return ranges;
        }
    }

    /** Memory of a remembered gap besides its text, bytes, about. */
    private static final int GAP_BYTES = 200;

    private final String topic;
    private final Memory memory;
    /** Of what was left out, a cursor names so many ranges in all, and no more than so many of a partition. */
    private static final int NAMED_RANGES = 64;

    private static final int NAMED_RANGES_EACH = 16;

    private final long[] nextOffsets;
    private final long[] pendingGapOffsets;
    private final Sequences[] sequences;
    private final RecentTexts gaps;
    private long gapChars;
    private final Set<Uuid> formerTopics = new HashSet<>();
    private Uuid topicId;
    private @Nullable String cursor;
    private @Nullable String cursorBefore;
    private int taking;

    /** At the beginning of a topic of that name. */
    public Positions(String topic, Uuid topicId, int partitions) {
        this(topic, topicId, partitions, Memory.LIVE);
    }

    /** The same, remembering so much. */
    public Positions(String topic, Uuid topicId, int partitions, Memory memory) {
        this.topic = topic;
        this.memory = memory;
        this.gaps = new RecentTexts();
        this.topicId = topicId;
        this.nextOffsets = new long[partitions];
        this.pendingGapOffsets = new long[partitions];
        this.sequences = new Sequences[partitions];
        Arrays.setAll(sequences, partition -> new Sequences(memory.ranges));
    }

    /** True if these are of a replay. */
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

    /** Reading continues at that offset. */
    public void moveTo(int partition, long offset) {
        nextOffsets[partition] = offset;
        cursor = null;
    }

    /** The next records of that partition are not read, for that reason. */
    public void misses(int partition, PendingGap pending) {
        if (!sequences[partition].hasPendingGap()) {
            pendingGapOffsets[partition] = nextOffsets[partition];
            cursor = null;
        }
        sequences[partition].misses(pending);
    }

    /** Whether records of that partition were not read, and that is not reported yet. */
    public boolean hasPendingGap(int partition) {
        return sequences[partition].hasPendingGap();
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

    /** What has been seen of that partition. */
    Sequences of(int partition) {
        return sequences[partition];
    }

    /** True at the first time that this gap is told in that partition. */
    boolean isNewGap(int partition, String json) {
        BitSet told = gaps.get(json);
        if (told == null) {
            told = new BitSet();
            gapChars += json.length();
            gaps.put(json, told);
        }
        boolean isNew = !told.get(partition);
        told.set(partition);
        return isNew;
    }

    /** Whether that is another topic than the one that is read, and none that was read before: no id comes back. */
    public boolean isNewTopic(Uuid id) {
        return !id.equals(topicId) && !id.equals(Uuid.ZERO_UUID) && !formerTopics.contains(id);
    }

    /** Another topic bears the name: its sequences begin at 1. */
    public void startOver(Uuid newTopicId) {
        formerTopics.add(topicId);
        topicId = newTopicId;
        Arrays.fill(nextOffsets, 0);
        Arrays.setAll(sequences, partition -> sequences[partition].ofNewTopic());
        gaps.clear();
        gapChars = 0;
        cursor = null;
    }

    /**
     * Frames that go out for the record at hand, and do not hold it, name what was before it: one who goes on from there
     * is to be told what this record tells. Until {@link #handed()} or {@link #moveTo(int, long)}.
     */
    void handing() {
        cursor();
    }

    /** From now on frames hold the record at hand. */
    void handed() {
        cursor = null;
    }

    /** The record at hand, of that partition, is an order that has been counted as seen. */
    void taking(int partition) {
        taking = partition;
        cursorBefore = null;
        cursor = null;
    }

    @Override
    public String cursor() {
        if (cursor == null) {
            cursor = new Cursor(topicId, offsetsTold(), lastSeqs(), leftOut()).encode();
        }
        return cursor;
    }

    @Override
    public String cursorBefore() {
        if (cursorBefore == null) {
            long[] seqs = lastSeqs();
            seqs[taking]--;
            cursorBefore = new Cursor(topicId, offsetsTold(), seqs, leftOut()).encode();
        }
        return cursorBefore;
    }

    /** What is missing and has not been told yet is still to be had by one who goes on from there. */
    private long[] offsetsTold() {
        long[] offsets = nextOffsets.clone();
        for (int partition = 0; partition < offsets.length; partition++) {
            if (sequences[partition].hasPendingGap()) {
                offsets[partition] = pendingGapOffsets[partition];
            }
        }
        return offsets;
    }

    private long[] lastSeqs() {
        return Arrays.stream(sequences).mapToLong(Sequences::last).toArray();
    }

    private List<List<Range>> leftOut() {
        int each = Math.min(NAMED_RANGES_EACH, NAMED_RANGES / sequences.length);
        return Arrays.stream(sequences).map(part -> part.leftOut(each)).toList();
    }

    /** Numbering has begun again in that partition, and what was lost before that cannot be known. */
    void startOver(int partition) {
        PendingGap pending = sequences[partition].takePendingGap();
        sequences[partition] = new Sequences(memory.ranges);
        if (pending != null) {
            sequences[partition].misses(pending);
        }
        cursor = null;
    }

    /** Memory that what is remembered takes, bytes, about. */
    public long memory() {
        long bytes = gapChars * 2 + (long) GAP_BYTES * gaps.size();
        for (Sequences part : sequences) {
            bytes += part.memory();
        }
        return bytes;
    }

    /** Gaps without a sequence are told apart by their text: in which partitions each was told. */
    private final class RecentTexts extends LinkedHashMap<String, BitSet> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BitSet> eldest) {
            boolean full = size() > memory.gaps;
            gapChars -= full ? eldest.getKey().length() : 0;
            return full;
        }
    }
}
