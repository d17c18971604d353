package io.orderwire.simulator;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files {@code hourly/{YYYYMMDD}/{H}} of one shape, UTC, appended to and never truncated. One is open at a time.
 *
 * <p>Hours are counted since 1970. A file is created by the first bytes written to it.
 */
final class HourFiles {
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final Pattern HOUR_OF_DAY = Pattern.compile("\\d|1\\d|2[0-3]");
    private static final long HOURS_PER_DAY = 24;

    private final Path folder;
    private final int keepHours;
    private long hour = Long.MIN_VALUE;
    private @Nullable FileOutputStream open;

    HourFiles(Path folder, int keepHours) {
        this.folder = folder;
        this.keepHours = keepHours;
    }

    /** Writes to the file of this hour from now on; does nothing if the hour is not after the present one. */
    void turnTo(long epochHour) throws IOException {
        if (epochHour > hour) {
            close();
            hour = epochHour;
        }
    }

    Path current() {
        return file(hour);
    }

    void write(byte[] bytes, int length) throws IOException {
        if (open == null) {
            open = openCurrent();
        }
        open.write(bytes, 0, length);
    }

    void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    /** The existing file of the latest hour, or null. */
    @Nullable
    Path newest() throws IOException {
        List<Long> hours = hours();
        return hours.isEmpty() ? null : file(hours.get(hours.size() - 1));
    }

    private FileOutputStream openCurrent() throws IOException {
        Path file = current();
        Files.createDirectories(file.resolveSibling(""));
        prune();
        boolean withinLine = endsWithinLine(file);
        FileOutputStream stream = new FileOutputStream(file.toFile(), true);
        if (withinLine) {
            stream.write('\n');
        }
        return stream;
    }

    /** Returns true if a killed run has left an incomplete line, to which the next line must not be appended. */
    private static boolean endsWithinLine(Path path) throws IOException {
        if (!Files.exists(path) || Files.size(path) == 0) {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(file.length() - 1);
            return file.read() != '\n';
        }
    }

    private void prune() throws IOException {
        if (keepHours == 0) {
            return;
        }
        for (long old : hours()) {
            if (old < hour - keepHours) {
                Path file = file(old);
                Files.deleteIfExists(file);
                removeIfEmpty(file.resolveSibling(""));
            }
        }
    }

    private static void removeIfEmpty(Path day) throws IOException {
        boolean empty;
        try (Stream<Path> files = Files.list(day)) {
            empty = files.findAny().isEmpty();
        }
        if (empty) {
            Files.delete(day);
        }
    }

    private Path file(long epochHour) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(epochHour, HOURS_PER_DAY));
        return folder.resolve(day.format(DAY)).resolve(Long.toString(Math.floorMod(epochHour, HOURS_PER_DAY)));
    }

    /** The hours of all files, ascending. */
    private List<Long> hours() throws IOException {
        List<Long> hours = new ArrayList<>();
        for (String name : names(folder)) {
            LocalDate day = dayOrNull(name);
            if (day != null) {
                for (String hourOfDay : names(folder.resolve(name))) {
                    if (HOUR_OF_DAY.matcher(hourOfDay).matches()) {
                        hours.add(day.toEpochDay() * HOURS_PER_DAY + Integer.parseInt(hourOfDay));
                    }
                }
            }
        }
        hours.sort(null);
        return hours;
    }

    private static @Nullable LocalDate dayOrNull(String name) {
        try {
            return LocalDate.parse(name, DAY);
        } catch (DateTimeParseException expected) {
            return null;
        }
    }

    private static List<String> names(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.map(Path::getFileName).map(Path::toString).toList();
        }
    }
}
