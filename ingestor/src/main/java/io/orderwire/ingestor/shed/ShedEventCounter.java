package io.orderwire.ingestor.shed;

import io.orderwire.ingestor.checkpoint.UncountedBytes;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.runtime.agent.Agent;
import io.orderwire.runtime.agent.Mailbox;
import io.orderwire.runtime.agent.OwnerCheck;
import io.orderwire.runtime.agent.WakeSignal;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the events in shed bytes, one range at a time, in steps of a megabyte and at a limited rate, so that reading is not
 * slowed down. It splits the bytes like the tailer, so the count is exact. The ingestor's thread requests a count and polls it.
 */
public final class ShedEventCounter implements Agent {
    /**
     * The number of events and lines in a range of shed bytes.
     *
     * @param id id of the range
     * @param vanished true if its bytes are gone or cannot be counted; the counts are then meaningless
     */
    record Count(String id, long events, long lines, long emptyLines, boolean vanished) {}

    private record Request(UncountedBytes range, boolean urgent) {}

    private static final Logger log = LoggerFactory.getLogger(ShedEventCounter.class);
    private static final int BUFFER_BYTES = 1 << 20;
    private static final long RETRY_NANOS = 1_000_000_000;
    private static final Duration STOP_TIMEOUT = Duration.ofMillis(500);

    /** Attempts are limited, because later ranges must be counted as well. */
    private static final int MOST_ATTEMPTS = 60;

    private final Path hourly;
    private final LineSplitter splitter;
    private final LongSupplier bytesPerSecond;
    private final WakeSignal signal = new WakeSignal();
    private final Mailbox<Request> requests = new Mailbox<>(1, signal);
    private final Mailbox<Count> counts = new Mailbox<>(1);
    private final OwnerCheck owner = new OwnerCheck("the counter of shed events");
    private byte[] buffer = {};
    private @Nullable Request request;
    private @Nullable Count finished;
    private @Nullable ShedBytesReading reading;
    private int failures;
    private long idleNanos = UNTIL_WOKEN;

    /**
     * Counts in files below {@code sourceDirectory}.
     *
     * @param splitter that only this counter uses
     * @param bytesPerSecond the current limit of its read rate, called on the counting thread
     */
    public ShedEventCounter(Path sourceDirectory, LineSplitter splitter, LongSupplier bytesPerSecond) {
        this.hourly = sourceDirectory.resolve("hourly");
        this.splitter = splitter;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Requests the count of a range; {@link #poll} must have returned the previous count. */
    void count(UncountedBytes range, boolean urgent) {
        if (!requests.offer(new Request(range, urgent))) {
            throw new IllegalStateException("the previous range is not counted yet");
        }
    }

    /** Returns the requested count, or null while it is not ready. */
    @Nullable
    Count poll() {
        return counts.poll();
    }

    @Override
    public String name() {
        return "ingestor-count";
    }

    @Override
    public WakeSignal signal() {
        return signal;
    }

    @Override
    public boolean givesWay() {
        return true;
    }

    @Override
    public Duration stopTimeout() {
        return STOP_TIMEOUT;
    }

    @Override
    public long idleNanos() {
        return idleNanos;
    }

    /** Reads some bytes of the requested range, and then pauses for as long as reading them takes at the limited rate. */
    @Override
    public int doWork() throws ClosedByInterruptException {
        owner.check();
        Count done = finished;
        if (done != null) {
            finished = null;
            hand(done);
        }
        Request current = request == null ? requests.poll() : request;
        request = current;
        if (current == null) {
            idleNanos = UNTIL_WOKEN;
            return 0;
        }
        idleNanos = 0;
        Count count = attempt(current);
        if (count != null) {
            close();
            request = null;
            failures = 0;
            if (idleNanos > 0) {
                // If it were passed on now, the next request would end the pause, and the rate would not be limited.
                finished = count;
            } else {
                hand(count);
            }
        }
        return idleNanos > 0 ? 0 : 1;
    }

    private void hand(Count count) {
        // One count is under way at a time.
        counts.force(count);
    }

    /** Makes a step; returns null unless the range has been counted or cannot be counted. */
    private @Nullable Count attempt(Request current) throws ClosedByInterruptException {
        UncountedBytes range = current.range();
        try {
            return step(current);
        } catch (NoSuchFileException gone) {
            return vanished(range);
        } catch (ClosedByInterruptException closed) {
            throw closed;
        } catch (IOException e) {
            close();
            failures++;
            if (failures == MOST_ATTEMPTS) {
                log.warn("the events of {} cannot be counted: {}", range.id(), e.toString());
                return uncountable(range);
            }
            if (failures == 1) {
                log.warn("cannot count {} yet: {}", range.gap(null).fromPos(), e.toString());
            }
            idleNanos = RETRY_NANOS;
            return null;
        } catch (RuntimeException e) {
            // Another attempt would fail too, and later ranges must still be counted.
            log.error("the events of {} cannot be counted", range.id(), e);
            return uncountable(range);
        }
    }

    private @Nullable Count step(Request current) throws IOException {
        UncountedBytes range = current.range();
        ShedBytesReading open = reading == null ? open(range) : reading;
        if (open == null) {
            return vanished(range);
        }
        reading = open;
        if (!open.isDone()) {
            long bytes = open.read(buffer);
            if (bytes == 0) {
                return vanished(range);
            }
            if (!current.urgent()) {
                idleNanos = (long) (1e9 * bytes / Math.max(1, bytesPerSecond.getAsLong()));
            }
        }
        return open.isDone() ? open.count(range.id()) : null;
    }

    private @Nullable ShedBytesReading open(UncountedBytes range) throws IOException {
        if (buffer.length == 0) {
            buffer = new byte[Math.max(BUFFER_BYTES, splitter.minBufferBytes())];
        }
        return ShedBytesReading.open(hourly, splitter, range);
    }

    private void close() {
        ShedBytesReading last = reading;
        reading = null;
        if (last != null) {
            try {
                last.close();
            } catch (IOException e) {
                log.debug("a file that was read could not be closed", e);
            }
        }
    }

    @Override
    public void onClose() {
        close();
    }

    private static Count vanished(UncountedBytes range) {
        log.warn(
                "bytes {} to {} of {} are gone before their events were counted",
                range.from(),
                range.to(),
                range.file());
        return uncountable(range);
    }

    private static Count uncountable(UncountedBytes range) {
        return new Count(range.id(), 0, 0, 0, true);
    }
}
