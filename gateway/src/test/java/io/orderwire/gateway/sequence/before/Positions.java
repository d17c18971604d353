package io.orderwire.gateway.sequence.before;

import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.protocol.Cursor.Range;
import io.orderwire.gateway.sequence.CursorSource;
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
    enum Memory {
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
    private final long[] holeOffsets;
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

    Positions(String topic, Uuid topicId, int partitions, Memory memory) {
        this.topic = topic;
        this.memory = memory;
        this.gaps = new RecentTexts();
        this.topicId = topicId;
        this.nextOffsets = new long[partitions];
        this.holeOffsets = new long[partitions];
        this.sequences = new Sequences[partitions];
        Arrays.setAll(sequences, partition -> new Sequences(memory.ranges));
    }

    /** True if these are of a replay. */
    boolean isReplay() {
        return memory == Memory.REPLAY;
    }

    int partitions() {
        return nextOffsets.length;
    }

    String topic() {
        return topic;
    }

    Uuid topicId() {
        return topicId;
    }

    long nextOffset(int partition) {
        return nextOffsets[partition];
    }

    void moveTo(int partition, long offset) {
        nextOffsets[partition] = offset;
        cursor = null;
    }

    /** What follows in that partition is not read, for that reason. */
    void misses(int partition, Hole hole) {
        if (!sequences[partition].hasHole()) {
            holeOffsets[partition] = nextOffsets[partition];
            cursor = null;
        }
        sequences[partition].misses(hole);
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
    boolean isNewTopic(Uuid id) {
        return !id.equals(topicId) && !id.equals(Uuid.ZERO_UUID) && !formerTopics.contains(id);
    }

    /** Another topic bears the name: its sequences begin anew. */
    void startOver(Uuid newTopicId) {
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
            if (sequences[partition].hasHole()) {
                offsets[partition] = holeOffsets[partition];
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
        Hole hole = sequences[partition].takeHole();
        sequences[partition] = new Sequences(memory.ranges);
        if (hole != null) {
            sequences[partition].misses(hole);
        }
        cursor = null;
    }

    /** Memory that what is remembered takes, bytes, about. */
    long memory() {
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
