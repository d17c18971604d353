package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.recover.FileState;
import io.orderwire.ingestor.recover.Fingerprint;
import io.orderwire.ingestor.split.FileCursor;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.orders.HourFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One hour file and how far it has been read. Its contents are trusted by the hash of the bytes before that point: a
 * path that holds others is the next generation, read from its start.
 */
final class TrackedFile implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TrackedFile.class);

    private final Path path;
    private final LineSplitter splitter;
    private final AgeSampler ages = new AgeSampler();
    private HourFile id;
    private FileCursor cursor;
    private long replayUntil;
    private String fingerprint;
    private long fingerprintOffset;
    private @Nullable FileChannel channel;
    private @Nullable Object fileKey;
    private boolean replaced;
    private long size;
    private long looked;
    private long committed;
    private long lineStartToRestore;

    /** A file that is to be read on from {@code state}. */
    TrackedFile(Path path, LineSplitter splitter, FileState state) {
        this.path = path;
        this.splitter = splitter;
        this.id = state.file();
        this.cursor = new FileCursor(state.offset());
        this.replayUntil = state.replayUntil();
        this.fingerprint = state.fingerprint();
        this.fingerprintOffset = state.offset();
        this.committed = state.offset();
        this.lineStartToRestore = state.lineStart();
    }

    HourFile id() {
        return id;
    }

    /** Opens the path if need be, and sees whether it still is the same file. */
    void lookAtPath(boolean exists) throws IOException {
        if (!exists) {
            replaced = channel != null;
            return;
        }
        if (channel == null) {
            open();
            return;
        }
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        replaced = !Objects.equals(fileKey, attributes.fileKey());
    }

    private void open() throws IOException {
        FileChannel opened = FileChannel.open(path, StandardOpenOption.READ);
        try {
            fileKey = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            String found = opened.size() < fingerprintOffset ? "" : Fingerprint.before(opened, fingerprintOffset);
            if (fingerprintOffset > 0 && !found.equals(fingerprint)) {
                log.warn(
                        "{} at {} does not hold what was read of it up to byte {}: reading it as {} from its start",
                        id,
                        path,
                        fingerprintOffset,
                        id.nextGeneration());
                startOver();
            } else if (lineStartToRestore < cursor.offset()) {
                cursor = resumeInBlock(opened);
            }
            lineStartToRestore = cursor.offset();
            channel = opened;
            replaced = false;
            looked = cursor.readOffset();
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private FileCursor resumeInBlock(FileChannel opened) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(splitter.minBufferBytes());
        opened.read(bytes, lineStartToRestore);
        return splitter.resumeInBlock(bytes.array(), bytes.position(), lineStartToRestore, cursor.offset());
    }

    private void startOver() {
        id = id.nextGeneration();
        cursor = new FileCursor(0);
        lineStartToRestore = 0;
        replayUntil = 0;
        fingerprint = "";
        fingerprintOffset = 0;
        committed = 0;
        looked = 0;
    }

    /** Sees how long the file is now; true when there are bytes that have not been looked at. */
    boolean hasUnread(long nowMs) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            return false;
        }
        size = open.size();
        if (size < cursor.readOffset()) {
            log.warn(
                    "{} at {} was cut to {} bytes, {} had been read: reading it as {} from its start",
                    id,
                    path,
                    size,
                    cursor.readOffset(),
                    id.nextGeneration());
            startOver();
        }
        ages.sample(size, nowMs);
        if (size > looked) {
            return true;
        }
        if (replaced) {
            leave(open);
        }
        return false;
    }

    /** The path has gone or holds another file, and this one is at its end. */
    private void leave(FileChannel open) throws IOException {
        if (size > cursor.offset()) {
            log.warn(
                    "{} ended in the middle of a line: {} bytes from byte {} on never became whole",
                    id,
                    size - cursor.offset(),
                    cursor.offset());
        }
        fingerprint = Fingerprint.before(open, cursor.offset());
        fingerprintOffset = cursor.offset();
        lineStartToRestore = cursor.lineStart();
        open.close();
        channel = null;
        replaced = false;
    }

    /**
     * Reads on, up to about {@code enough} bytes.
     *
     * @return bytes passed
     */
    long read(byte[] buffer, long enough, PartitionedBlocks blocks) throws IOException {
        FileChannel open = Objects.requireNonNull(channel);
        long from = cursor.readOffset();
        int length = open.read(ByteBuffer.wrap(buffer), from);
        if (length <= 0) {
            looked = from;
            return 0;
        }
        boolean replay = from < replayUntil;
        long limit = replay ? Math.min(enough, replayUntil - from) : enough;
        boolean full = length == buffer.length;
        blocks.from(id, replay);
        splitter.split(buffer, length, full, (int) Math.min(limit, Integer.MAX_VALUE), cursor, blocks);
        long passed = cursor.readOffset() - from;
        looked = full || passed >= limit ? cursor.readOffset() : from + length;
        return passed;
    }

    /** Where the file stands now, to be committed. */
    FileState checkpoint() throws IOException {
        FileChannel open = channel;
        if (open != null && fingerprintOffset != cursor.offset()) {
            fingerprint = Fingerprint.before(open, cursor.offset());
            fingerprintOffset = cursor.offset();
        }
        long lineStart = open == null ? lineStartToRestore : cursor.lineStart();
        return new FileState(id, cursor.offset(), lineStart, replayUntil, fingerprint);
    }

    /** What was checkpointed up to {@code offset} is in Kafka. */
    void committed(HourFile file, long offset) {
        if (file.equals(id)) {
            committed = offset;
        }
    }

    /** Bytes seen in the file that are not in Kafka, an unfinished line left out. */
    long behindBytes() {
        return committed >= cursor.offset() && looked >= size ? 0 : Math.max(0, size - committed);
    }

    /** Age of the oldest of those bytes, milliseconds, 0 when there is none. */
    long ageMs(long nowMs) {
        return behindBytes() == 0 ? ages.ageMs(size, nowMs) : ages.ageMs(committed, nowMs);
    }

    /** True when all that is in the file has been looked at. */
    boolean isAtEnd() {
        return channel == null || looked >= size;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
