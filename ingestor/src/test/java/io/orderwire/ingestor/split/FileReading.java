package io.orderwire.ingestor.split;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.split.CollectingSink.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** Reads the bytes of a file as the tailer does, with one size of buffer. */
final class FileReading {
    private final byte[] file;
    private final Source source;
    private final int maxEventBytes;
    private final byte[] buffer;
    private final CollectingSink sink = new CollectingSink();
    private LineSplitter splitter;
    private FileCursor cursor = new FileCursor(0);

    FileReading(byte[] file, Source source, int maxEventBytes, int bufferBytes) {
        this(file, source, maxEventBytes, bufferBytes, new LineSplitter(source, maxEventBytes));
    }

    /** Begins with a splitter that has read other files. */
    FileReading(byte[] file, Source source, int maxEventBytes, int bufferBytes, LineSplitter splitter) {
        this.file = file;
        this.source = source;
        this.maxEventBytes = maxEventBytes;
        this.buffer = new byte[bufferBytes];
        this.splitter = splitter;
    }

    List<Event> events() {
        return sink.events;
    }

    /** Lines read, those among them that were empty, torn pieces, envelopes unrolled, and envelopes without events. */
    List<Integer> counts() {
        return List.of(sink.lines, sink.empty, sink.torn, sink.envelopes, sink.withoutEvents);
    }

    void readAll() {
        read(file.length, Integer.MAX_VALUE);
        if (cursor.offset() != file.length) {
            throw new AssertionError("stands at " + cursor.offset() + " of " + file.length);
        }
    }

    /** The file grows in pieces, reading stops early, and the process is killed and resumes. */
    void readInPieces(Random random) throws IOException {
        // A restart reads garbage again from its beginning.
        int step = 1 + random.nextInt(random.nextInt(4) == 0 ? file.length : 3_000 + file.length / 20);
        int written = 0;
        while (written < file.length) {
            written = Math.min(file.length, written + 1 + random.nextInt(step));
            if (random.nextInt(3) == 0) {
                readOnce(written, 1 + random.nextInt(400 + step));
            } else {
                read(written, Integer.MAX_VALUE);
            }
            if (random.nextInt(4) == 0) {
                restart();
            }
        }
        readAll();
    }

    private void read(int written, int enough) {
        while (readOnce(written, enough)) {
            // until no byte more can be passed
        }
    }

    private boolean readOnce(int written, int enough) {
        long from = cursor.readOffset();
        int length = (int) Math.min(buffer.length, written - from);
        System.arraycopy(file, (int) from, buffer, 0, length);
        splitter.split(buffer, length, length == buffer.length, enough, cursor, sink);
        return cursor.readOffset() > from;
    }

    private void restart() throws IOException {
        splitter = new LineSplitter(source, maxEventBytes);
        cursor = Resumption.at(this::read, splitter, cursor.lineStart(), cursor.offset());
    }

    private int read(ByteBuffer into, long position) {
        int length = (int) Math.min(into.remaining(), file.length - position);
        if (length <= 0) {
            return -1;
        }
        into.put(file, (int) position, length);
        return length;
    }
}
