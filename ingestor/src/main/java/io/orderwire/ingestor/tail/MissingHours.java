package io.orderwire.ingestor.tail;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Finds hours whose files were created and deleted while no ingestor ran, or were never written: the hours between the newest
 * begun file and the next file that is begun, if they had already begun when this process resumed from a checkpoint. Hours that
 * are missing in an archive which is read for the first time do not count. Not thread-safe.
 */
final class MissingHours {
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();
    private static final long UNKNOWN = Long.MIN_VALUE;

    private @Nullable Position entered;
    private @Nullable HourFile knownTo;
    private long startedMs = UNKNOWN;

    /**
     * Continues from a checkpoint.
     *
     * @param newest position up to which the newest begun file has been read, or null if none was begun
     * @param known the newest file of the checkpoint, read or not, or null
     * @param watched whether the folder was checked until now
     * @param wallMs now, by this host's clock
     */
    void restore(@Nullable Position newest, @Nullable HourFile known, boolean watched, long wallMs) {
        entered = newest;
        if (!watched) {
            knownTo = known;
            startedMs = newest == null ? UNKNOWN : wallMs;
        }
    }

    /** Position up to which the newest begun file has been read, or null if none was begun. */
    @Nullable
    Position entered() {
        return entered;
    }

    /** Reports that the file has been read up to {@code offset}. */
    void readTo(HourFile file, long offset) {
        Position newest = entered;
        if (newest == null || file.compareTo(newest.file()) >= 0) {
            entered = new Position(file, offset);
        }
    }

    /** Whether a file is about to be begun that is newer than all begun files. */
    boolean begins(HourFile file, long offset) {
        Position newest = entered;
        return offset == 0 && newest != null && file.compareTo(newest.file()) > 0;
    }

    /** The missing hours before a file that {@link #begins}, or null if no hour is missing. */
    @Nullable
    Gap before(HourFile file) {
        Position newest = entered;
        HourFile known = knownTo;
        // The file existed before: the hours before it were already missing then.
        if (newest == null || known != null && file.compareTo(known) <= 0) {
            return null;
        }
        long fromMs = startMs(newest.file());
        long toMs = startMs(file);
        long firstMs = fromMs + HOUR_MS;
        if (fromMs == UNKNOWN || toMs == UNKNOWN || firstMs >= toMs || firstMs > startedMs) {
            return null;
        }
        String toPos = new Position(file, 0).toString();
        return Gap.builder(
                        "node-" + Gap.Reason.MISSING_HOURS.word() + "-" + newest + "-" + toPos,
                        Gap.Where.NODE,
                        Gap.Reason.MISSING_HOURS)
                .positions(newest.toString(), toPos)
                .times(firstMs, toMs)
                .build();
    }

    private static long startMs(HourFile file) {
        int date = file.date();
        try {
            return LocalDate.of(date / 10_000, date / 100 % 100, date % 100)
                    .atTime(file.hour(), 0)
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli();
        } catch (DateTimeException noDate) {
            return UNKNOWN;
        }
    }
}
