package io.orderwire.ingestor.prune;

import io.orderwire.contract.position.HourFile;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Decides by name and age which files are kept: the first step, which needs neither the checkpoint nor Kafka. */
final class Judge {
    private final long nowMs;
    private final Duration keep;
    private final @Nullable HourFile newest;

    /**
     * @param files the files of one source
     * @param nowMs epoch milliseconds
     */
    Judge(NavigableMap<HourFile, FoundFile> files, Duration keep, long nowMs) {
        this.nowMs = nowMs;
        this.keep = keep;
        HourFile last = null;
        for (HourFile hour : files.keySet()) {
            last = startMs(hour) > nowMs ? last : hour;
        }
        this.newest = last;
    }

    /** When an hour begins, epoch milliseconds. */
    static long startMs(HourFile hour) {
        return startMs(hour.date()) + Duration.ofHours(hour.hour()).toMillis();
    }

    private static long startMs(int date) {
        return LocalDate.parse(String.format(java.util.Locale.ROOT, "%08d", date), DateTimeFormatter.BASIC_ISO_DATE)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .toEpochMilli();
    }

    /** Whether files of that date may still appear: the date ended less than an hour ago, or has not ended yet. */
    boolean mayGetFiles(int date) {
        return startMs(date) + Duration.ofHours(25).toMillis() > nowMs;
    }

    /** Decides by name and age alone whether a file may be deleted. */
    PruneDecision judge(FoundFile file) {
        if (startMs(file.hour()) > nowMs) {
            return PruneDecision.keep(Reason.FUTURE, "its hour has not begun");
        }
        if (file.hour().equals(newest)) {
            return PruneDecision.keep(Reason.NEWEST, "it is the newest one");
        }
        long ageMs = nowMs - file.modifiedMs();
        if (ageMs < keep.toMillis()) {
            return PruneDecision.keep(
                    Reason.YOUNG,
                    ageMs < 0
                            ? "it was changed in the future, at " + Instant.ofEpochMilli(file.modifiedMs())
                            : "it was changed " + Duration.ofMillis(ageMs).toMinutes() + " min ago");
        }
        return PruneDecision.DELETE;
    }
}
