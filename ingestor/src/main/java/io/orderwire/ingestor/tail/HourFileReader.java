package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.checkpoint.UncountedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a watched file while it is open and passes its bytes on to the {@link NextStation}. Detects that a file was truncated
 * or holds other bytes than were read, and closes a file that was read to its end and no longer grows. Not thread-safe.
 */
final class HourFileReader {
    private static final Logger log = LoggerFactory.getLogger(HourFileReader.class);

    /** Number of bytes that are read beyond those that are wanted, so that the line in which these end is whole. */
    private static final int LINE_BYTES = 64 * 1024;

    /** Number of bytes that are read at once: few enough for a processor's cache to keep them until they are in blocks. */
    private static final int PIECE_BYTES = 256 * 1024;

    private final WatchedFile file;
    private long size;

    /** Whether a line was longer than a piece. */
    private boolean hasLongLines;

    HourFileReader(WatchedFile file) {
        this.file = file;
    }

    /** Samples the length of the file; true if there are bytes that have not been examined. */
    boolean hasUnread(long nowMs) throws IOException {
        if (!(file.state() instanceof WatcherState.Open open)) {
            return false;
        }
        size = open.channel().size();
        if (size < seen() && open instanceof WatcherState.MovedAway) {
            file.leaveUnread(nowMs);
            return false;
        }
        if (size < position().readOffset() && !readAgain(open.channel(), nowMs)) {
            return false;
        }
        if (size < seen()) {
            file.generation().lose(size, "was cut", nowMs);
            if (!file.check(nowMs)) {
                return false;
            }
        }
        if (size > seen()) {
            file.generation().growth().seen(nowMs);
        }
        file.generation().seen().atLeast(size);
        position().ages().sample(size, nowMs);
        if (position().hasUnread(size, nowMs)) {
            return true;
        }
        if (isSettled(nowMs) && file.generation().growth().isSettled()) {
            file.leave(open, nowMs);
        }
        return false;
    }

    /** Goes back in a file that is shorter than the bytes that were read of it; false if the file is no longer open. */
    private boolean readAgain(FileChannel open, long nowMs) throws IOException {
        log.warn("{} at {} was cut to {} bytes, and more had been read", file.id(), file.path(), size);
        if (!file.check(nowMs)) {
            return false;
        }
        if (position().readOffset() > size) {
            file.place(open);
        }
        return true;
    }

    /** Samples the length of the file, without reading it. */
    void look(long nowMs) throws IOException {
        FileChannel open = file.state().channel();
        if (open != null) {
            position().look(open, nowMs);
        }
    }

    /** Reads up to about {@code most} bytes of an open file; returns how many were consumed. */
    long read(byte[] buffer, long most, NextStation to, long nowMs) throws IOException {
        int piece = Math.min(buffer.length, hasLongLines ? buffer.length : PIECE_BYTES);
        int wanted = (int) Math.min(piece, Math.min(most, piece) + LINE_BYTES);
        return read(buffer, wanted, most, to, nowMs);
    }

    private long read(byte[] buffer, int wanted, long most, NextStation to, long nowMs) throws IOException {
        FileChannel open = file.channel();
        long from = position().readOffset();
        int length = open.read(ByteBuffer.wrap(buffer, 0, wanted), from);
        if (length <= 0) {
            position().lookAgain();
            return 0;
        }
        if (file.generation().fingerprinter().stand(open, from)) {
            long passed = file.generation().pass(open, new Chunk(buffer, length, most), to, nowMs);
            // The line is longer, unless the file ends here.
            boolean more = passed == 0 && length == wanted && length < buffer.length;
            hasLongLines |= more && wanted >= PIECE_BYTES;
            return more ? read(buffer, buffer.length, most, to, nowMs) : passed;
        }
        log.warn("{} at {} holds other bytes before byte {} than were read", file.id(), file.path(), from);
        file.generation().seen().mayBeOfOthers();
        if (file.state().pathNames(PathNames.SUCCESSOR)) {
            file.leaveUnread(nowMs);
        } else {
            file.startOver(nowMs);
        }
        return 0;
    }

    /**
     * Closes a file that cannot be read, because a new handle may work, for example after a failure of a network file system.
     */
    void readFailed(long nowMs) throws IOException {
        if (file.state() instanceof WatcherState.Reading reading) {
            file.close();
            file.enter(reading.closed());
        } else {
            file.leaveUnread(nowMs);
        }
    }

    /** Reads the bytes again from which the memory of recent blocks is restored; false if they cannot be read. */
    boolean reread(RangeReader reader) throws IOException {
        FileChannel open = file.state().channel();
        return open != null && position().reread(open, reader);
    }

    /**
     * If the next byte is older than {@code maxAgeMs}, sheds the bytes before the first line that is at most {@code toAgeMs}
     * older than the newest data; never bytes that a start position requested, and never the newest data. Returns null if
     * nothing is shed.
     */
    @Nullable
    UncountedBytes shed(long maxAgeMs, long toAgeMs, FileAge.Newest newest, UnreportedLosses losses, long nowMs)
            throws IOException {
        FileChannel open = file.state().channel();
        if (open == null || position().isReplay() || !position().isOld(open, maxAgeMs, newest, nowMs)) {
            return null;
        }
        long to = position().freshFrom(open, size, toAgeMs, newest, newest.isIn(file.id()));
        if (to <= position().offset()) {
            return null;
        }
        return file.generation().shed(open, to, position().ageMs(open, newest, nowMs), losses, nowMs);
    }

    /** When the last complete unread line was written, by the node's clock, or {@link LineTime#UNKNOWN}. */
    long lastLineMs() throws IOException {
        FileChannel open = file.state().channel();
        return open == null
                ? LineTime.UNKNOWN
                : LineSearch.lastTime(open, position().offset(), open.size());
    }

    /** The bytes that were seen and are not in Kafka; none if only an unfinished line is left. */
    Lag lag(long nowMs) {
        return position().lag(size, nowMs);
    }

    /** Whether the file is open and the last {@link #look} found bytes that have not been examined. */
    boolean hasUnlooked() {
        return file.state().isOpen() && position().hasUnlooked();
    }

    /** True if all bytes of the file have been examined. */
    boolean isAtEnd() {
        return !file.state().isOpen() || position().looked() >= size;
    }

    /** True if the file is open and all of its bytes have been examined, or if it is closed and gone. */
    boolean isFinished() throws IOException {
        FileChannel open = file.state().channel();
        return open == null
                ? file.state().pathNames(PathNames.NOTHING)
                : position().isFinished(open.size());
    }

    /**
     * True if the file is open and all of its bytes were passed on, with the end of the last line, or if it is closed and gone.
     */
    boolean isReadWhole() {
        FileChannel open = file.state().channel();
        return open == null ? file.state().isGone() : position().isAtEndOf(open);
    }

    /** Whether all bytes that were passed on are in Kafka, and the file has not grown for a long time. */
    boolean isQuiet(long nowMs) {
        return position().isCommitted()
                && position().isFinished(size)
                && file.generation().growth().isOver(nowMs);
    }

    /** Whether the file is open although its path no longer names it, is completely in Kafka, and no longer grows. */
    private boolean isSettled(long nowMs) {
        return file.state() instanceof WatcherState.MovedAway && isQuiet(nowMs);
    }

    /** Whether the file will be closed as soon as a checkpoint in Kafka contains it as settled. */
    boolean isSettling(long nowMs) {
        return !file.generation().growth().isSettled() && isSettled(nowMs);
    }

    private ReadPosition position() {
        return file.position();
    }

    private long seen() {
        return file.generation().seen().bytes();
    }
}
