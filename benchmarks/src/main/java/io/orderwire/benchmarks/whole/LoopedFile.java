package io.orderwire.benchmarks.whole;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a real streaming file in a loop. Of each line only two values are replaced: {@code local_time} by the time at which
 * the line was to be written, and {@code block_number} by a number that goes on rising in each further turn of the loop,
 * because the ingestor takes a lower one for a restart of the node. Order ids repeat, which no stage looks at.
 */
public final class LoopedFile implements LineSource {
    private static final byte[] LOCAL = "{\"local_time\":\"".getBytes(US_ASCII);
    private static final byte[] NUMBER = "\"block_number\":".getBytes(US_ASCII);
    private static final long MOST_BYTES = 256L << 20;
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int TIME_LENGTH = 29;
    private static final int SHORTEST_TIME = 19;
    private static final int LONGEST_LINE = BUFFER_BYTES / 2;
    private static final int STEP_NANOS = 100;
    private static final long HOUR_MS = 3_600_000;
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

    private final Path folder;
    private final List<Line> lines = new ArrayList<>();
    private final Deque<Path> files = new ArrayDeque<>();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long turnAdds;
    private long span;
    private long hour;
    private int next;
    private int buffered;
    private long bytes;
    private long fileBytes;
    private @Nullable OutputStream out;

    /** A line without its line feed: the bytes before and after the number, and after the time. */
    private static final class Line {
        private final byte[] beforeNumber;
        private final long number;
        private final byte[] afterNumber;

        Line(byte[] beforeNumber, long number, byte[] afterNumber) {
            this.beforeNumber = beforeNumber;
            this.number = number;
            this.afterNumber = afterNumber;
        }
    }

    /**
     * Reads the file, at most its first 256 MiB.
     *
     * @throws IOException if it cannot be read or has a line of another shape
     */
    public LoopedFile(Path data, Path file) throws IOException {
        folder = data.resolve("node_order_statuses_streaming").resolve("hourly");
        hour = System.currentTimeMillis() / HOUR_MS;
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + " is longer than 256 MiB: give a part of it");
        }
        byte[] all = Files.readAllBytes(file);
        int from = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '\n') {
                lines.add(line(all, from, i, file));
                from = i + 1;
            }
        }
        if (lines.isEmpty()) {
            throw new IOException("no whole line in " + file);
        }
        long first = lines.stream().mapToLong(line -> line.number).min().orElseThrow();
        long last = lines.stream().mapToLong(line -> line.number).max().orElseThrow();
        span = last - first + 1;
    }

    private static Line line(byte[] all, int from, int to, Path file) throws IOException {
        String text = new String(all, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1);
        String head = new String(LOCAL, US_ASCII);
        String name = new String(NUMBER, US_ASCII);
        int number = text.indexOf(name);
        // The node leaves out zeros at the end of the fraction.
        int timeEnd = text.indexOf('"', head.length());
        if (!text.startsWith(head) || number < 0 || timeEnd < head.length() + SHORTEST_TIME) {
            throw new IOException(
                    file + " is not in the streaming shape: " + text.substring(0, Math.min(120, text.length())));
        }
        if (text.length() > LONGEST_LINE) {
            throw new IOException(
                    file + " has a line of " + text.length() + " bytes, " + LONGEST_LINE + " are possible");
        }
        int begin = number + name.length();
        int end = begin;
        while (Character.isDigit(text.charAt(end))) {
            end++;
        }
        return new Line(
                text.substring(timeEnd, begin).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                Long.parseLong(text.substring(begin, end)),
                text.substring(end).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Override
    public void write(int count, long epochMs) throws IOException {
        byte[] second = SECOND.format(Instant.ofEpochMilli(epochMs).atOffset(ZoneOffset.UTC))
                .getBytes(US_ASCII);
        long nanos = epochMs % 1_000 * 1_000_000;
        for (int i = 0; i < count; i++) {
            append(lines.get(next), second, Math.min(999_999_999, nanos + (long) i * STEP_NANOS));
            if (++next == lines.size()) {
                next = 0;
                turnAdds += span;
            }
        }
        flush();
    }

    private void append(Line line, byte[] second, long nanos) throws IOException {
        if (buffered + line.beforeNumber.length + line.afterNumber.length + 2 * TIME_LENGTH + LOCAL.length
                > buffer.length) {
            flush();
        }
        put(LOCAL);
        put(second);
        buffer[buffered++] = '.';
        digits(nanos, 9);
        put(line.beforeNumber);
        long number = line.number + turnAdds;
        digits(number, Long.toString(number).length());
        put(line.afterNumber);
        buffer[buffered++] = '\n';
    }

    private void put(byte[] part) {
        System.arraycopy(part, 0, buffer, buffered, part.length);
        buffered += part.length;
    }

    private void digits(long number, int count) {
        long rest = number;
        for (int i = buffered + count - 1; i >= buffered; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        buffered += count;
    }

    private void flush() throws IOException {
        OutputStream to = out;
        if (to == null || fileBytes >= FILE_BYTES) {
            to = turn();
        }
        to.write(buffer, 0, buffered);
        bytes += buffered;
        fileBytes += buffered;
        buffered = 0;
    }

    private OutputStream turn() throws IOException {
        close();
        LocalDate day = LocalDate.ofEpochDay(hour / 24);
        Path file = folder.resolve(day.format(DateTimeFormatter.BASIC_ISO_DATE)).resolve(String.valueOf(hour % 24));
        hour++;
        Files.createDirectories(file.resolveSibling(""));
        files.addLast(file);
        while (files.size() > KEPT_FILES + 1) {
            Files.deleteIfExists(files.removeFirst());
        }
        OutputStream opened = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        out = opened;
        fileBytes = 0;
        return opened;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        OutputStream open = out;
        out = null;
        if (open != null) {
            open.close();
        }
    }
}
