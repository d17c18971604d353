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

/** The folder {@code hourly/{yyyymmdd}/{hour}} of one source. */
final class HourDirectory {
    private final Path hourly;

    HourDirectory(Path sourceDirectory) {
        this.hourly = sourceDirectory.resolve("hourly");
    }

    /**
     * The hour files from {@code floor} on, as generation 0, hours in number order. Empty while there is no folder yet.
     * Anything that is not named like an hour is none of ours.
     */
    NavigableMap<HourFile, Path> list(HourFile floor) throws IOException {
        return list(floor, Set.of(), (date, failure) -> {
            throw failure;
        });
    }

    /** Takes a folder that cannot be listed. */
    interface Unlisted {
        /** May throw, which ends the listing. */
        void accept(Path date, IOException failure) throws IOException;
    }

    /**
     * The same, but for folders of dates that cannot be listed, which {@code unlisted} is given.
     *
     * @param leftOut folders of dates that are not listed this time
     */
    NavigableMap<HourFile, Path> list(HourFile floor, Set<Path> leftOut, Unlisted unlisted) throws IOException {
        NavigableMap<HourFile, Path> files = new TreeMap<>();
        try (DirectoryStream<Path> dates = Files.newDirectoryStream(hourly)) {
            for (Path date : dates) {
                String name = date.getFileName().toString();
                if (name.length() == 8
                        && isNumber(name)
                        && Integer.parseInt(name) >= floor.date()
                        && !leftOut.contains(date)) {
                    try {
                        listHours(date, Integer.parseInt(name), floor, files);
                    } catch (IOException e) {
                        unlisted.accept(date, e);
                    }
                }
            }
        } catch (NoSuchFileException | NotDirectoryException expected) {
            return files;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    private static void listHours(Path directory, int date, HourFile floor, NavigableMap<HourFile, Path> into)
            throws IOException {
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
            throw e.getCause();
        }
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
