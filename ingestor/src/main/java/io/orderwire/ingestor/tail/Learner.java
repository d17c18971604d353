package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.Remembered;
import io.orderwire.ingestor.duplicates.RewindDetector;
import io.orderwire.ingestor.split.FileCursor;
import io.orderwire.ingestor.split.LineSplitter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the last blocks again at a start, so that repetitions of them are recognised. These may be gigabytes, so reading them
 * may take some time. A file that cannot be read is left out, which the {@link RewindDetector} reports. Only {@link #bytes()}
 * may be called on any thread.
 */
final class Learner {
    private static final Logger log = LoggerFactory.getLogger(Learner.class);

    private final LineSplitter splitter;
    private final RewindDetector watch;
    private final byte[] buffer;
    private List<Remembered.Shed> shed = List.of();
    private volatile long bytes;

    Learner(LineSplitter splitter, RewindDetector watch, byte[] buffer) {
        this.splitter = splitter;
        this.watch = watch;
        this.buffer = buffer;
    }

    /** Reads the parts of the files that {@code before} names. */
    void learn(Collection<FileWatcher> files, Remembered before, long lastBlock) throws IOException {
        Map<HourFile, Remembered.Part> parts = new HashMap<>();
        before.parts().forEach(part -> parts.put(part.file(), part));
        List<Remembered.Part> missing = new ArrayList<>(before.parts());
        long from = bytes;
        long sinceNanos = System.nanoTime();
        for (FileWatcher file : files) {
            Remembered.Part part = parts.get(file.id());
            shed = part == null ? List.of() : part.shed();
            if (learn(file)) {
                missing.remove(part);
            }
        }
        watch.memory().restored(before, missing, lastBlock);
        if (bytes > from) {
            log.info(
                    "read {} MiB again in {} ms: repetitions of the last {} blocks are recognised",
                    bytes - from >> 20,
                    (System.nanoTime() - sinceNanos) / 1_000_000,
                    watch.memory().rememberedBlocks());
        }
    }

    private boolean learn(FileWatcher file) throws IOException {
        try {
            return file.reader().reread(this::read);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            log.warn("{} cannot be read again; blocks in it that are repeated are not recognised", file.name(), e);
            return false;
        }
    }

    /** Reads {@code [from, to)} of a file without the ranges that were shed; false if the file ends before that. */
    private boolean read(FileChannel open, HourFile file, long from, long to) throws IOException {
        long at = from;
        for (Remembered.Shed range : shed) {
            if (range.from() >= at && range.to() <= to && !readRange(open, file, at, range.from())) {
                return false;
            }
            at = Math.max(at, range.to());
        }
        return readRange(open, file, at, to);
    }

    private boolean readRange(FileChannel open, HourFile file, long from, long to) throws IOException {
        FileCursor cursor = new FileCursor(from);
        while (cursor.readOffset() < to) {
            long at = cursor.readOffset();
            int length = open.read(ByteBuffer.wrap(buffer), at);
            if (length > 0) {
                splitter.split(
                        buffer,
                        length,
                        length == buffer.length,
                        Integer.MAX_VALUE,
                        cursor,
                        watch.learning(file, cursor, to));
            }
            if (cursor.readOffset() == at) {
                return false;
            }
            passed(cursor.readOffset() - at);
        }
        return true;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the ingestor's thread only
    private void passed(long count) {
        bytes += count;
    }

    /** Bytes read so far, which shows progress; from any thread. */
    long bytes() {
        return bytes;
    }
}
