package io.orderwire.ingestor.partition;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.order.Users;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Indexes;
import io.orderwire.contract.topic.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Assigns events to the partitions of their users, numbers them there, and packs them into blocks of whole lines. An event
 * without a user goes to partition 0. Not thread-safe.
 */
public final class PartitionedBlocks {
    /** Size at which a block is closed. */
    public static final int BLOCK_BYTES = 256 * 1024;

    /**
     * Number of bytes in one cycle after which reading waits for the next cycle: small events after long heads unroll to many
     * times the bytes that were read.
     */
    public static final long MOST_BYTES = 32L << 20;

    private final OpenBlock[] blocks;
    private final long[] nextSeq;
    private List<RawRecord> records = new ArrayList<>();
    private List<Gap> gaps = new ArrayList<>();
    private RawRecord.Source source = RawRecord.Source.NONE;
    private long heldBytes;
    private long found;
    private long linesRead;
    private long linesEmpty;
    private long skipped;
    private long duplicates;
    private long vanished;
    private long losses;

    /** Continues with those sequences and counts. */
    public PartitionedBlocks(long[] nextSeq, Totals totals) {
        this.nextSeq = nextSeq.clone();
        this.blocks = new OpenBlock[nextSeq.length];
        Arrays.setAll(blocks, partition -> new OpenBlock());
        this.found = totals.found();
        this.linesRead = totals.linesRead();
        this.linesEmpty = totals.linesEmpty();
        this.skipped = totals.skipped();
        this.duplicates = totals.duplicates();
        this.vanished = totals.vanished();
    }

    /** Sets the file of the next events. A record never contains events of two files, or both replayed and live events. */
    public void from(HourFile newFile, boolean isReplay) {
        byte[] text = newFile.toString().getBytes(StandardCharsets.US_ASCII);
        if (isReplay != source.replay() || !Arrays.equals(text, source.file())) {
            closeAll();
            source = new RawRecord.Source(text, isReplay);
        }
    }

    /**
     * Adds one event as one line: {@code head}, then {@code [from, to)} of {@code bytes}, then {@code tail}.
     *
     * @param position offset of the event in the file
     * @param user its user's address in lower case, or null if none was found
     * @param index its place in its block, or {@link Indexes#UNKNOWN}
     */
    public void event(
            byte[] head,
            byte[] bytes,
            int from,
            int to,
            byte[] tail,
            long position,
            byte @Nullable [] user,
            int index) {
        int partition = user == null ? 0 : Users.partition(user, blocks.length);
        OpenBlock block = blocks[partition];
        int length = head.length + to - from + tail.length;
        heldBytes += length + 1;
        if (block.length() > 0 && block.length() + length >= BLOCK_BYTES) {
            close(partition, 0);
        }
        block.reserve(length + 1);
        block.append(head, 0, head.length);
        block.append(bytes, from, to);
        block.append(tail, 0, tail.length);
        block.end(position, index);
        found++;
    }

    /**
     * Adds an event that is too long.
     *
     * @param start its first bytes
     * @param length its length in bytes
     */
    public void oversized(byte[] start, long length, long position, int index) {
        close(0, 0);
        heldBytes += start.length + 1;
        OpenBlock block = blocks[0];
        block.reserve(start.length + 1);
        block.append(start, 0, start.length);
        block.end(position, index);
        found++;
        close(0, length);
    }

    /** Counts a line whose end was passed. */
    public void lineRead() {
        linesRead++;
    }

    /** Counts a line without an event. */
    public void emptyLine() {
        linesEmpty++;
    }

    /** Reports a loss here: a marker at this place of every partition, and the gap itself. */
    public void lost(Gap gap) {
        mark(gap);
        losses++;
        if (gap.reason() == Gap.Reason.VANISHED) {
            vanished++;
        }
    }

    /**
     * Reports a gap that the node caused: a marker at this place of every partition, and the gap itself. It does not count as a
     * loss.
     */
    public void mark(Gap gap) {
        closeAll();
        byte[] json = Headers.value(gap.toJson());
        for (int partition = 0; partition < blocks.length; partition++) {
            records.add(RawRecord.marker(partition, nextSeq[partition], json));
        }
        gaps.add(gap);
    }

    /**
     * Reports hour files that were created and deleted without being seen. Their events can never be counted, unless the gap is
     * withdrawn.
     */
    public void missingHours(Gap gap) {
        mark(gap);
        vanished++;
    }

    /** Withdraws reported hours, because nothing is missing in them. */
    public void withdrawHours(Gap gap) {
        reportedAgain(gap);
        vanished = Math.max(0, vanished - 1);
    }

    /** Reports again a gap that already has a marker and now contains fewer blocks. */
    public void reportedAgain(Gap gap) {
        gaps.add(gap);
    }

    /** Number of losses that have been reported here. */
    public long losses() {
        return losses;
    }

    /** Adds the number of shed events after they have been counted, and reports their gap again, now complete. */
    public void counted(Gap complete, long events, long lines, long emptyLines) {
        found += events;
        skipped += events;
        linesRead += lines;
        linesEmpty += emptyLines;
        gaps.add(complete);
    }

    /** Reports that shed bytes are gone, so their events will never be counted. */
    public void uncountable(Gap gap) {
        vanished++;
        gaps.add(gap);
    }

    /** Counts an event that is dropped because it had been written before. */
    public void duplicate() {
        found++;
        duplicates++;
    }

    private void closeAll() {
        for (int partition = 0; partition < blocks.length; partition++) {
            close(partition, 0);
        }
    }

    private void close(int partition, long oversizedLength) {
        OpenBlock block = blocks[partition];
        if (block.events() == 0) {
            return;
        }
        RawRecord closed = block.close(partition, source, nextSeq[partition], oversizedLength);
        records.add(closed);
        nextSeq[partition] += closed.events();
    }

    /** Closes every block, and returns the records since the last call, in order for each partition. */
    public List<RawRecord> drain() {
        closeAll();
        List<RawRecord> drained = records;
        records = new ArrayList<>();
        heldBytes = 0;
        return drained;
    }

    /** True when no more events should be added before the next {@link #drain()}. */
    public boolean isFull() {
        return heldBytes >= MOST_BYTES;
    }

    /** Returns the gaps reported since the last call. */
    public List<Gap> drainGaps() {
        List<Gap> drained = gaps;
        gaps = new ArrayList<>();
        return drained;
    }

    /** True if gaps have been reported since the last call of {@link #drainGaps}. */
    public boolean hasGaps() {
        return !gaps.isEmpty();
    }

    /** Next sequence of each partition, without the events in open blocks. */
    public long[] nextSeq() {
        return nextSeq.clone();
    }

    /** Counts so far. */
    public Totals totals() {
        return new Totals(found, linesRead, linesEmpty, skipped, duplicates, vanished);
    }
}
