package io.orderwire.ingestor.split;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores the cursor at the offset of a file at which reading stopped. If the offset is within a line, the line is read again
 * up to it, so that the rest of the line becomes the same events as without the stop. The {@link LineSplitter} then splits from
 * there.
 */
public final class Resumption {
    private static final Logger log = LoggerFactory.getLogger(Resumption.class);

    /**
     * Largest number of bytes of a line that are read again. Of a longer line, only the envelope that contains the offset is
     * read again.
     */
    private static final long LONGEST_LINE = 64L << 20;

    private static final int STEP = 64 * 1024;

    /** Reads bytes of a file at a position, like a {@link FileChannel}. */
    @FunctionalInterface
    public interface Bytes {
        /** Reads into the buffer; returns the number of bytes, or -1 at the end of the file. */
        int read(ByteBuffer into, long position) throws IOException;
    }

    private final Bytes file;
    private final LineSplitter splitter;

    private Resumption(Bytes file, LineSplitter splitter) {
        this.file = file;
        this.splitter = splitter;
    }

    /** See {@link #at(Bytes, LineSplitter, long, long)}. */
    public static FileCursor at(FileChannel open, LineSplitter splitter, long lineStart, long offset)
            throws IOException {
        return at(open::read, splitter, lineStart, offset);
    }

    /**
     * Returns a cursor at {@code offset}, within the envelope that begins at {@code lineStart}. If no envelope begins there,
     * the rest of the line is garbage. Events before {@code offset} were passed on already and are not passed on again.
     */
    public static FileCursor at(Bytes file, LineSplitter splitter, long lineStart, long offset) throws IOException {
        Resumption resumption = new Resumption(file, splitter);
        long physicalStart = resumption.physicalStart(offset);
        if (physicalStart == offset) {
            return new FileCursor(offset);
        }
        FileCursor cursor = physicalStart < 0 ? FileCursor.withinLine(lineStart) : new FileCursor(physicalStart);
        resumption.repeat(cursor, lineStart, offset);
        if (cursor.offset() == offset && cursor.lineStart() == lineStart) {
            return cursor;
        }
        // An earlier version of the splitter stopped there.
        return lineStart < offset ? resumption.inEnvelope(lineStart, offset) : FileCursor.withinLine(offset);
    }

    private FileCursor inEnvelope(long lineStart, long offset) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(splitter.minBufferBytes());
        fill(buffer, lineStart);
        byte[] bytes = buffer.array();
        int length = buffer.position();
        ObjectScan scan = new ObjectScan();
        int start = JsonScan.skipWhitespace(bytes, 0, length);
        int opened = start < length ? scan.line(bytes, start, length) : JsonScan.BROKEN;
        if (opened == JsonScan.BROKEN || !scan.isEnvelope()) {
            log.warn("no block begins at byte {}: the rest of its line from byte {} is garbage", lineStart, offset);
            return FileCursor.withinLine(offset);
        }
        boolean eventPassed = offset > lineStart + opened;
        return FileCursor.inEnvelope(lineStart, offset, Arrays.copyOfRange(bytes, start, opened), eventPassed);
    }

    /**
     * Offset at which the line that contains {@code offset} begins; -1 if it begins more than {@link #LONGEST_LINE} bytes
     * earlier.
     */
    private long physicalStart(long offset) throws IOException {
        long lowest = Math.max(0, offset - LONGEST_LINE);
        long to = offset;
        int step = 1;
        while (to > lowest) {
            long from = Math.max(lowest, to - step);
            ByteBuffer bytes = ByteBuffer.allocate((int) (to - from));
            fill(bytes, from);
            for (int i = bytes.position() - 1; i >= 0; i--) {
                if (bytes.get(i) == '\n') {
                    return from + i + 1;
                }
            }
            to = from;
            step = STEP;
        }
        return lowest == 0 ? 0 : -1;
    }

    private void repeat(FileCursor cursor, long lineStart, long offset) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.max(splitter.minBufferBytes(), 1 << 20));
        long from = -1;
        while (!cursor.hasReached(lineStart, offset) && cursor.readOffset() != from) {
            from = cursor.readOffset();
            fill(bytes.clear(), from);
            boolean full = !bytes.hasRemaining();
            splitter.repeat(bytes.array(), bytes.position(), full, lineStart, offset, cursor);
        }
    }

    private void fill(ByteBuffer bytes, long position) throws IOException {
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = file.read(bytes, position + bytes.position());
        }
    }
}
