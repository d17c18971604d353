package io.orderwire.ingestor.tail;

import io.orderwire.orders.HourFile;
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

/** The folder {@code hourly/{yyyymmdd}/{hour}} of one source. */
final class HourDirectory {
    private final Path hourly;

    HourDirectory(Path sourceDirectory) {
        this.hourly = sourceDirectory.resolve("hourly");
    }

    /**
     * The hour files from {@code floor} on, as generation 0, hours in number order. Empty while there is no folder yet.
     * Ignores names that are not an hour's.
     *
     * @param leftOut folders of dates that are not listed this time
     * @param unlisted receives each folder of a date that cannot be listed; the others are listed all the same
     */
    NavigableMap<HourFile, Path> list(HourFile floor, Set<Path> leftOut, BiConsumer<Path, IOException> unlisted)
            throws IOException {
        NavigableMap<HourFile, Path> files = new TreeMap<>();
        try (DirectoryStream<Path> dates = Files.newDirectoryStream(hourly)) {
            for (Path path : dates) {
                int date = date(path);
                if (date >= floor.date() && !leftOut.contains(path)) {
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

    /** The date that a folder is named after, -1 if it is not named after one. */
    private static int date(Path folder) {
        String name = folder.getFileName().toString();
        return name.length() == 8 && isNumber(name) ? Integer.parseInt(name) : -1;
    }

    private static void listHours(
            Path directory,
            int date,
            HourFile floor,
            NavigableMap<HourFile, Path> into,
            BiConsumer<Path, IOException> unlisted) {
        try (DirectoryStream<Path> hours = Files.newDirectoryStream(directory)) {
            for (Path hour : hours) {
                String name = hour.getFileName().toString();
                boolean padded = name.length() > 1 && name.charAt(0) == '0';
                if (name.length() > 2 || padded || !isNumber(name) || Integer.parseInt(name) > 23) {
                    continue;
                }
                HourFile file = new HourFile(date, Integer.parseInt(name), 0);
                if (file.compareTo(floor) >= 0 && Files.isRegularFile(hour)) {
                    into.put(file, hour);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException expected) {
            // pruned between the two looks
        } catch (DirectoryIteratorException e) {
            unlisted.accept(directory, e.getCause());
        } catch (IOException e) {
            unlisted.accept(directory, e);
        }
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
