package io.orderwire.ingestor.node;

import io.orderwire.contract.position.HourFile;
import org.jspecify.annotations.Nullable;

/**
 * The output of the node while this process runs: when its files grew, and the newest line that was read. The ingestor's thread
 * updates it, other threads read it. Times are of the steady clock. {@link NodeWatch} judges it.
 */
public final class NodeOutput {
    /** Least time between two lines that are parsed, because parsing a line costs more than splitting it. */
    private static final long PARSE_INTERVAL_MS = 200;

    /**
     * Number of bytes that are searched backwards for a line feed. Longer lines are unrolled, and their heads are passed to
     * {@link #envelope}.
     */
    private static final int LONGEST_SEARCH = 64 * 1024;

    /** If the newest file has not had a line for this long, lines of older files count as the newest. */
    private static final long NEWEST_FILE_MS = 10_000;

    private static final HourFile NO_FILE = new HourFile(0, 0, 0);

    private final byte[] head = new byte[NodeLine.HEAD_BYTES];
    private int headLength;
    private boolean headLive;
    private byte @Nullable [] envelope;
    private HourFile newestFile = NO_FILE;
    private long newestFileMs;
    private long parsedMs;
    private final BlockRate rate = new BlockRate();
    private volatile @Nullable NodeLine newest;
    private volatile long firstLookMs;
    private volatile long grewMs;
    private volatile long lookedMs;

    /**
     * Index at which the last whole line begins in the first {@code length} bytes, which were split.
     *
     * @param atLine whether the first byte begins a line
     * @return -1 if that is not known: the line is longer than the bytes that are searched, or it began before these bytes
     */
    public static int lastLine(byte[] bytes, int length, boolean atLine) {
        // The last byte is the line's own line feed.
        int last = length - 2;
        int lowest = Math.max(0, last - LONGEST_SEARCH);
        for (int at = last; at >= lowest; at--) {
            if (bytes[at] == '\n') {
                return at + 1;
            }
        }
        return lowest == 0 && atLine && length > 0 ? 0 : -1;
    }

    /** Reports the newest whole line that was read of that file; {@code live} if its end was seen to arrive in the file. */
    public void line(HourFile file, byte[] bytes, int from, int to, boolean live, long nowMs) {
        if (to > from && bytes[from] == '{') {
            newest(file, bytes, from, to, live, nowMs);
        }
    }

    /** Reports the head of the newest line of that file, whose events are passed one by one. */
    public void envelope(HourFile file, byte @Nullable [] itsHead, boolean live, long nowMs) {
        if (itsHead != null && itsHead != envelope) {
            envelope = itsHead;
            newest(file, itsHead, 0, itsHead.length, live, nowMs);
        }
    }

    private void newest(HourFile file, byte[] bytes, int from, int to, boolean live, long nowMs) {
        if (file.compareTo(newestFile) >= 0 || nowMs - newestFileMs > NEWEST_FILE_MS) {
            newestFile = file;
            newestFileMs = nowMs;
            headLength = Math.min(to - from, head.length);
            System.arraycopy(bytes, from, head, 0, headLength);
            headLive = live;
        }
    }

    /**
     * Reports that the files were checked.
     *
     * @param checkedMs when they were last checked
     * @param lastGrowthMs when a file was last seen to grow while it was watched; 0 if never
     */
    public void looked(long checkedMs, long lastGrowthMs, long nowMs) {
        if (firstLookMs == 0) {
            firstLookMs = checkedMs;
        }
        // Written before the time of the check, so that a reader that sees the check also sees this growth.
        grewMs = Math.max(grewMs, lastGrowthMs);
        lookedMs = checkedMs;
        if (headLength > 0 && nowMs - parsedMs >= PARSE_INTERVAL_MS) {
            parsedMs = nowMs;
            NodeLine line = NodeLine.of(head, headLength, headLive);
            headLength = 0;
            if (line != null) {
                if (line.live()) {
                    rate.block(line.block(), nowMs);
                }
                newest = line;
            }
        }
    }

    /** The newest line, as of some hundred milliseconds ago; null if none was read or it does not name its block. */
    @Nullable
    NodeLine newest() {
        return newest;
    }

    /** For how long the files had not grown at the last check; null if they have not grown while this process was running. */
    @Nullable
    Long silentMs() {
        long checked = lookedMs;
        long grew = grewMs;
        return grew == 0 ? null : Long.valueOf(Math.max(0, checked - grew));
    }

    /** Like {@link #silentMs}, but if the files have not grown, the time for which they have been watched. */
    long quietMs() {
        long checked = lookedMs;
        return Math.max(0, checked - Math.max(firstLookMs, grewMs));
    }

    /** Blocks written per second over the last 10 s; null if unknown. */
    @Nullable
    Double blocksPerSecond() {
        return rate.perSecond(lookedMs);
    }

    /** Number of blocks that were written while this process was running. */
    long blocks() {
        return rate.counted();
    }
}
