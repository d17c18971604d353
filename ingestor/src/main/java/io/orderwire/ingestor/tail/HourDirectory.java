package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** The folder {@code hourly/{yyyymmdd}/{hour}} of one source. */
final class HourDirectory {
    private final Path hourly;
    private final Predicate<Path> setAside;
    private final IgnoredNames ignored;

    HourDirectory(HourlySource source) {
        this(source, new IgnoredNames());
    }

    /** @param ignored receives the names that are not those of hour files */
    HourDirectory(HourlySource source, IgnoredNames ignored) {
        this.hourly = source.hourly();
        this.setAside = source.setAside();
        this.ignored = ignored;
    }

    /**
     * The hour files from {@code floor} on, as generation 0, in the order of their hours. Empty while the folder does not
     * exist. Names that are not those of hours are ignored, and logged once each.
     *
     * @param leftOut folders of dates that are not listed this time
     * @param unlisted receives each folder of a date that cannot be listed; the others are listed nevertheless
     */
    NavigableMap<HourFile, Path> list(HourFile floor, Set<Path> leftOut, BiConsumer<Path, IOException> unlisted)
            throws IOException {
        NavigableMap<HourFile, Path> files = new TreeMap<>();
        try (DirectoryStream<Path> dates = Files.newDirectoryStream(hourly)) {
            for (Path path : dates) {
                int date = HourNames.date(path.getFileName().toString());
                if (date < 0) {
                    ignored.date(path);
                } else if (date >= floor.date() && !leftOut.contains(path)) {
                    listHours(path, date, floor, files, unlisted);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException expected) {
            return files;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    private void listHours(
            Path directory,
            int date,
            HourFile floor,
            NavigableMap<HourFile, Path> into,
            BiConsumer<Path, IOException> unlisted) {
        try (DirectoryStream<Path> hours = Files.newDirectoryStream(directory)) {
            for (Path hour : hours) {
                if (setAside.test(hour)) {
                    // The file is being deleted, or its name is being restored.
                    continue;
                }
                int number = HourNames.hour(hour.getFileName().toString());
                if (number < 0) {
                    ignored.hour(hour);
                    continue;
                }
                HourFile file = new HourFile(date, number, 0);
                if (file.compareTo(floor) < 0) {
                    continue;
                }
                if (Files.isRegularFile(hour)) {
                    into.put(file, hour);
                } else {
                    ignored.notAFile(hour);
                }
            }
        } catch (NoSuchFileException expected) {
            // pruned between the two calls
        } catch (NotDirectoryException e) {
            ignored.notAFolder(directory);
        } catch (DirectoryIteratorException e) {
            unlisted.accept(directory, e.getCause());
        } catch (IOException e) {
            unlisted.accept(directory, e);
        }
    }
}
