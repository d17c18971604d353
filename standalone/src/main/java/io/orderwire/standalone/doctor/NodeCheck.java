package io.orderwire.standalone.doctor;

import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.standalone.status.Amounts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Checks what the newest lines say about the node and the clocks. Only lines that were just written say how it is now. */
final class NodeCheck {
    private static final Duration JUST_NOW = Duration.ofSeconds(10);
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofSeconds(1);
    private static final int TAIL_BYTES = 256 * 1024;

    private final Settings settings;
    private final LongSupplier clockMs;

    /**
     * @param clockMs this host's clock, epoch milliseconds
     */
    NodeCheck(Settings settings, LongSupplier clockMs) {
        this.settings = settings;
        this.clockMs = clockMs;
    }

    /**
     * Checks the newest file.
     *
     * @param first its first line, which is used if no later one can be found
     */
    List<Finding> run(Path file, FirstLine first) throws IOException {
        List<Finding> findings = new ArrayList<>();
        long writtenMs = Files.getLastModifiedTime(file).toMillis();
        Map<String, String> line = lastLine(file, first).members();
        long silentMs = clockMs.getAsLong() - writtenMs;
        if (silentMs > settings.get(IngestorOptions.NODE_SILENT_MAX_MS)) {
            findings.add(Finding.warning(
                    Check.NODE_WRITES,
                    "nothing has been written for " + words(silentMs),
                    "if these are not old files on purpose, look at the node's log and restart it"));
            return findings;
        }
        findings.add(Finding.ok(Check.NODE_WRITES, "the newest file was written " + words(silentMs) + " ago"));
        Long localMs = time(line.get("local_time"));
        Long blockMs = time(line.get("block_time"));
        if (localMs != null && blockMs != null) {
            findings.add(lag(localMs - blockMs));
        }
        if (Math.abs(silentMs) < JUST_NOW.toMillis() || silentMs < 0) {
            // The node wrote the line at the moment at which the file system dates it.
            findings.add(clock(localMs == null ? Math.min(0, silentMs) : writtenMs - localMs));
        }
        return findings;
    }

    private Finding lag(long lagMs) {
        String words = "the node wrote its newest line " + words(lagMs) + " after the time of its block";
        return lagMs > settings.get(IngestorOptions.NODE_LAG_MAX_MS)
                ? Finding.warning(Check.NODE_LAG, words, "wait until the node has caught up, or see docs/node.md")
                : Finding.ok(Check.NODE_LAG, words);
    }

    private static Finding clock(long differenceMs) {
        boolean far = Math.abs(differenceMs) > CLOCKS_MAY_DIFFER.toMillis();
        return far
                ? Finding.warning(
                        Check.CLOCK,
                        "the clocks of the node and of its files differ by " + words(Math.abs(differenceMs)),
                        "synchronize the clocks of all hosts (chrony or systemd-timesyncd)")
                : Finding.ok(Check.CLOCK, "the clocks of the node and of its files agree");
    }

    private static String words(long ms) {
        return Amounts.duration(Duration.ofMillis(Math.max(0, ms)));
    }

    /** The last whole line, if it begins within the last bytes of the file. */
    private static FirstLine lastLine(Path file, FirstLine otherwise) throws IOException {
        byte[] tail;
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long length = in.length();
            tail = new byte[(int) Math.min(TAIL_BYTES, length)];
            in.seek(length - tail.length);
            in.readFully(tail);
        }
        int end = lastFeed(tail, tail.length);
        int begin = end < 0 ? -1 : lastFeed(tail, end);
        if (begin < 0) {
            return otherwise;
        }
        byte[] line = Arrays.copyOfRange(tail, begin + 1, end);
        return FirstLine.of(line, line.length);
    }

    /** Index of the last line feed before that index, -1 if there is none. */
    private static int lastFeed(byte[] bytes, int before) {
        int at = before - 1;
        while (at >= 0 && bytes[at] != '\n') {
            at--;
        }
        return at;
    }

    /** The node's times are UTC without a zone. */
    private static @Nullable Long time(@Nullable String text) {
        try {
            return text == null
                    ? null
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException expected) {
            // A year may also be one that milliseconds cannot express.
            return null;
        }
    }
}
