package io.orderwire.ingestor.shed;

import io.orderwire.ingestor.checkpoint.Fingerprint;
import io.orderwire.ingestor.checkpoint.Jump;
import io.orderwire.ingestor.split.EventSink;
import io.orderwire.ingestor.split.FileCursor;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.ingestor.split.Resumption;
import io.orderwire.runtime.process.StallWatchdog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the events in shed bytes, one jump at a time, on its own thread and at a limited rate so that it does not
 * disturb reading. It splits as the tailer does, so that the count is exact.
 */
public final class ShedEventCounter implements AutoCloseable, StallWatchdog.Stage {
    /**
     * The number of events and lines in a jump.
     *
     * @param id id of the jump
     * @param vanished true when its bytes are gone or cannot be counted; the counts are then meaningless
     */
    record Count(String id, long events, long lines, long emptyLines, boolean vanished) {}

    private record Request(Jump jump, boolean urgent) {}

    private static final Logger log = LoggerFactory.getLogger(ShedEventCounter.class);
    private static final int BUFFER_BYTES = 1 << 20;
    private static final long RETRY_NANOS = 1_000_000_000;

    /** Later ranges must be counted as well. */
    private static final int MOST_ATTEMPTS = 60;

    private final Path hourly;
    private final LineSplitter splitter;
    private final LongSupplier bytesPerSecond;
    private final ThreadFactory threads;
    private final BlockingQueue<Request> requests = new ArrayBlockingQueue<>(1);
    private final BlockingQueue<Count> counts = new ArrayBlockingQueue<>(1);
    private @Nullable Thread thread;
    private volatile boolean counting;
    private volatile long steps;

    /**
     * Counts in files below {@code sourceDirectory}.
     *
     * @param splitter used by this counter only
     * @param bytesPerSecond the current limit of its read rate, called on the counting thread
     * @param threads creates the counting thread, called once
     */
    public ShedEventCounter(
            Path sourceDirectory, LineSplitter splitter, LongSupplier bytesPerSecond, ThreadFactory threads) {
        this.threads = threads;
        this.hourly = sourceDirectory.resolve("hourly");
        this.splitter = splitter;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Requests the count of a jump; the previous count must have been taken by {@link #poll}. */
    void count(Jump jump, boolean urgent) {
        if (thread == null) {
            Thread started = threads.newThread(this::run);
            started.start();
            thread = started;
        }
        requests.add(new Request(jump, urgent));
    }

    /** The requested count, or null while it is not ready. */
    @Nullable
    Count poll() {
        return counts.poll();
    }

    private void run() {
        try {
            byte[] buffer = new byte[Math.max(BUFFER_BYTES, splitter.minBufferBytes())];
            while (true) {
                Request request = requests.take();
                counting = true;
                counts.put(count(request, buffer));
                counting = false;
            }
        } catch (InterruptedException | ClosedByInterruptException expected) {
            counting = false;
        }
    }

    private Count count(Request request, byte[] buffer) throws ClosedByInterruptException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return read(request, buffer);
            } catch (NoSuchFileException gone) {
                return vanished(request.jump());
            } catch (ClosedByInterruptException closed) {
                throw closed;
            } catch (IOException e) {
                if (attempt == MOST_ATTEMPTS) {
                    log.warn(
                            "the events of {} cannot be counted: {}",
                            request.jump().gap(null),
                            e.toString());
                    return uncountable(request.jump());
                }
                if (attempt == 1) {
                    log.warn("cannot count {} yet: {}", request.jump().gap(null).fromPos(), e.toString());
                }
                moved();
                LockSupport.parkNanos(RETRY_NANOS);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            } catch (RuntimeException e) {
                // Another attempt would fail as well, and later jumps must still be counted.
                log.error("the events of {} cannot be counted", request.jump().gap(null), e);
                return uncountable(request.jump());
            }
        }
    }

    private static Count vanished(Jump jump) {
        log.warn("bytes {} to {} of {} are gone before their events were counted", jump.from(), jump.to(), jump.file());
        return uncountable(jump);
    }

    private static Count uncountable(Jump jump) {
        return new Count(jump.id(), 0, 0, 0, true);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the counting thread only
    private void moved() {
        steps++;
    }

    @Override
    public boolean hasWork() {
        return counting;
    }

    @Override
    public long progress() {
        return steps;
    }

    private Count read(Request request, byte[] buffer) throws IOException {
        Jump jump = request.jump();
        Path path = jump.file().in(hourly);
        Tally tally = new Tally();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() < jump.to()
                    || !Fingerprint.before(channel, jump.to()).equals(jump.fingerprint())) {
                return vanished(jump);
            }
            FileCursor cursor = Resumption.at(channel, splitter, jump.lineStart(), jump.from());
            while (cursor.readOffset() < jump.to()) {
                long at = cursor.readOffset();
                int wanted = (int) Math.min(buffer.length, jump.to() - at);
                int length = channel.read(ByteBuffer.wrap(buffer, 0, wanted), at);
                splitter.split(buffer, length, length == buffer.length, Integer.MAX_VALUE, cursor, tally);
                if (cursor.readOffset() == at) {
                    return vanished(jump);
                }
                pause(cursor.readOffset() - at, request.urgent());
                moved();
            }
        }
        return new Count(jump.id(), tally.events, tally.lines, tally.emptyLines, false);
    }

    private void pause(long bytes, boolean urgent) {
        if (!urgent) {
            LockSupport.parkNanos((long) (1e9 * bytes / Math.max(1, bytesPerSecond.getAsLong())));
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private static final class Tally implements EventSink {
        private long events;
        private long lines;
        private long emptyLines;

        @Override
        public void event(
                byte[] head, byte[] bytes, int from, int to, byte[] tail, long position, byte @Nullable [] user) {
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
    }
}
