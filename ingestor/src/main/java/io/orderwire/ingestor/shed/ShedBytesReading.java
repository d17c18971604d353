package io.orderwire.ingestor.shed;

import io.orderwire.ingestor.checkpoint.Fingerprint;
import io.orderwire.ingestor.checkpoint.UncountedBytes;
import io.orderwire.ingestor.split.EventSink;
import io.orderwire.ingestor.split.FileCursor;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.ingestor.split.Resumption;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Reads a range of shed bytes to count its events. */
final class ShedBytesReading implements EventSink, Closeable {
    private final FileChannel channel;
    private final LineSplitter splitter;
    private final FileCursor cursor;
    private final long to;
    private long events;
    private long lines;
    private long emptyLines;

    private ShedBytesReading(FileChannel channel, LineSplitter splitter, UncountedBytes range) throws IOException {
        this.channel = channel;
        this.splitter = splitter;
        this.cursor = Resumption.at(channel, splitter, range.lineStart(), range.from());
        this.to = range.to();
    }

    /** Opens the file of a range; null if it does not hold those bytes anymore. */
    static @Nullable ShedBytesReading open(Path hourly, LineSplitter splitter, UncountedBytes range)
            throws IOException {
        FileChannel channel = FileChannel.open(range.file().in(hourly), StandardOpenOption.READ);
        try {
            if (channel.size() >= range.to()
                    && Fingerprint.before(channel, range.to()).equals(range.fingerprint())) {
                return new ShedBytesReading(channel, splitter, range);
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return null;
    }

    boolean isDone() {
        return cursor.readOffset() >= to;
    }

    /** Reads up to a buffer's length; returns the number of bytes, 0 if there are none to read. */
    long read(byte[] buffer) throws IOException {
        long at = cursor.readOffset();
        int wanted = (int) Math.min(buffer.length, to - at);
        int length = channel.read(ByteBuffer.wrap(buffer, 0, wanted), at);
        splitter.split(buffer, length, length == buffer.length, Integer.MAX_VALUE, cursor, this);
        return cursor.readOffset() - at;
    }

    ShedEventCounter.Count count(String id) {
        return new ShedEventCounter.Count(id, events, lines, emptyLines, false);
    }

    @Override
    public void event(
            byte[] head, byte[] bytes, int from, int end, byte[] tail, long position, byte @Nullable [] user) {
        events++;
    }

    @Override
    public void oversized(byte[] start, long length, long position) {
        events++;
    }

    @Override
    public void lineRead() {
        lines++;
    }

    @Override
    public void emptyLine() {
        emptyLines++;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
