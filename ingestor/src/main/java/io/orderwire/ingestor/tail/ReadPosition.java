package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.split.FileCursor;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.ingestor.split.Resumption;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * The position up to which one generation of an hour file has been read and committed, and the age of its bytes. Not
 * thread-safe.
 */
final class ReadPosition {
    /** Age up to which bytes show the current state of the node. */
    private static final long LIVE_MS = 5_000;

    private final FileAge ages;
    private final NulTail nuls = new NulTail();
    private FileState from;
    private ReadPoint point;
    private long looked;
    private long committed;
    private @Nullable SampledLength sampled;

    /** The length of a file as it was last sampled. */
    private record SampledLength(FileChannel file, long bytes) {}

    /** The position in {@code state}, of a file that was last checked, or known not to exist, at {@code lastLookMs}. */
    ReadPosition(FileState state, long lastLookMs) {
        this.ages = new FileAge(state.offset(), lastLookMs);
        this.from = state;
        this.point = pointIn(state);
        this.committed = state.offset();
    }

    private static ReadPoint pointIn(FileState state) {
        return state.offset() == 0 ? ReadPoint.atLine(0) : new ReadPoint.Resumed(state.offset(), state.lineStart());
    }

    /** Continues at another position in the same bytes. */
    void goTo(FileState state) {
        from = state;
        point = pointIn(state);
        committed = state.offset();
    }

    /**
     * Determines the state of the splitter at the position in an open file.
     *
     * @param unread whether the bytes before the position were not read: then the position may be within a line
     */
    void place(FileChannel open, LineSplitter splitter, boolean unread) throws IOException {
        if (unread) {
            point = ReadPoint.atLine(LineSearch.afterLastLine(open, Math.min(open.size(), offset())));
        }
        point = new ReadPoint.Placed(Resumption.at(open, splitter, point.lineStart(), offset()));
        looked = readOffset();
    }

    /** The first byte that was not passed on. */
    long offset() {
        return point.offset();
    }

    /** Beginning of the line that is being read. */
    long lineStart() {
        return point.lineStart();
    }

    /** The next byte to read. */
    long readOffset() {
        return point.readOffset();
    }

    /** Whether all bytes of an open file were passed on, with the end of the last line. */
    boolean isAtEndOf(FileChannel open) {
        return point instanceof ReadPoint.Placed placed && placed.cursor().isAtEndOf(open);
    }

    long replayUntil() {
        return from.replayUntil();
    }

    FileAge ages() {
        return ages;
    }

    /** The end of the bytes that have been examined. The bytes of an unfinished line have been examined but not read. */
    long looked() {
        return looked;
    }

    /** The next byte that was neither read nor examined. */
    long next() {
        return Math.max(looked, readOffset());
    }

    /** Whether all of the file's {@code size} bytes have been examined, and none are held back. */
    boolean isFinished(long size) {
        return looked >= size && !nuls.holds(size);
    }

    /** Whether there are bytes that were not examined, or must be examined again now. */
    boolean hasUnread(long size, long nowMs) {
        return size > looked || nuls.isDue(size, readOffset(), nowMs);
    }

    /** Samples the length of the file, without reading it. */
    void look(FileChannel open, long nowMs) throws IOException {
        sampled = new SampledLength(open, open.size());
        ages.sample(sampled.bytes(), nowMs);
    }

    /** Whether the last {@link #look} found bytes that have not been examined. */
    boolean hasUnlooked() {
        return unlooked() > 0;
    }

    /** Number of bytes that the last {@link #look} found and that have not been examined. */
    long unlooked() {
        SampledLength last = sampled;
        return last == null ? 0 : Math.max(0, last.bytes() - next());
    }

    /** Age of the next byte, milliseconds, in the file of the last {@link #look}, which must be open; 0 if there is none. */
    long nextAgeMs(FileAge.Newest newest, long nowMs) throws IOException {
        SampledLength last = sampled;
        return last == null || !hasUnlooked() ? 0 : ageMs(last.file(), newest, nowMs);
    }

    /**
     * Marks all bytes after the read offset as not examined: the bytes of an unfinished line may have changed or disappeared.
     */
    void lookAgain() {
        looked = readOffset();
    }

    /** Continues at the beginning of a line, and sheds the bytes before it. */
    void shedTo(long line) {
        point = ReadPoint.atLine(line);
        looked = line;
        nuls.forget();
    }

    /** Reports that all bytes before {@code offset} are in Kafka. */
    void committed(long offset) {
        committed = offset;
        ages.forget(offset);
    }

    /** Whether all bytes that were passed on are in Kafka. */
    boolean isCommitted() {
        return committed >= offset();
    }

    /** The lag of the first {@code size} bytes: those that are not in Kafka; none if only an unfinished line is left. */
    Lag lag(long size, long nowMs) {
        boolean none = isCommitted() && looked >= size || size <= committed;
        return none ? Lag.NONE : Lag.of(size - committed, ages.ageMs(committed, nowMs), committed < replayUntil());
    }

    /** Whether a start position requested the next byte. */
    boolean isReplay() {
        return readOffset() < replayUntil();
    }

    /** Age of the next byte that was neither read nor examined, milliseconds. */
    long ageMs(FileChannel open, FileAge.Newest newest, long nowMs) throws IOException {
        return ages.ageMs(open, lineStart(), next(), newest, nowMs);
    }

    /** Whether the next byte is older than {@code maxAgeMs}, and not only because it was held back. */
    boolean isOld(FileChannel open, long maxAgeMs, FileAge.Newest newest, long nowMs) throws IOException {
        return !nuls.keeps(next()) && ageMs(open, newest, nowMs) > maxAgeMs;
    }

    /** See {@link FileAge#freshFrom}. */
    long freshFrom(FileChannel open, long size, long toAgeMs, FileAge.Newest newest, boolean newestIsHere)
            throws IOException {
        return ages.freshFrom(open, next(), size, toAgeMs, newest, newestIsHere);
    }

    /** Reads the bytes again from which the memory of recent blocks is restored; false if they cannot be read. */
    boolean reread(FileChannel open, RangeReader reader) throws IOException {
        return from.rememberedFrom() >= 0 && reader.read(open, from.file(), from.rememberedFrom(), offset());
    }

    /**
     * Passes on bytes that were read from an open file at the read offset.
     *
     * @param contents receives the bytes that were consumed
     * @return how many were consumed
     */
    long pass(FileChannel open, Chunk chunk, ContentFingerprint contents, NextStation to, long nowMs)
            throws IOException {
        HourFile id = from.file();
        FileCursor cursor = cursor();
        long begin = cursor.readOffset();
        boolean atLine = begin == cursor.lineStart();
        int length = nuls.ready(id, open, chunk.bytes(), begin, chunk.length(), nowMs);
        boolean replay = begin < replayUntil();
        if (to.wantsLine() && length > 0 && !replay && atLine && !ages.unwatched(begin)) {
            to.line(chunk.bytes(), length, ages.ageMs(begin, nowMs));
        }
        long most = replay ? Math.min(chunk.most(), replayUntil() - begin) : chunk.most();
        Chunk ready = chunk.first(length, most);
        boolean more = to.take(id, cursor, ready, replay);
        int taken = (int) (cursor.readOffset() - begin);
        if (taken > 0) {
            boolean live = !replay && isLive(begin + taken, nowMs);
            to.taken(id, cursor, ready.first(taken, taken), atLine, live, nowMs);
        }
        contents.read(chunk.bytes(), begin, taken, cursor.offset());
        looked = ready.isFull() || more ? cursor.readOffset() : length < chunk.length() ? nuls.size() : begin + length;
        return taken;
    }

    private FileCursor cursor() {
        if (point instanceof ReadPoint.Placed placed) {
            return placed.cursor();
        }
        throw new IllegalStateException("the position was not found in an open file");
    }

    private boolean isLive(long end, long nowMs) {
        return ages.isLive(end) && ages.ageMs(end - 1, nowMs) <= LIVE_MS;
    }
}
