package io.orderwire.ingestor.node;

import io.orderwire.contract.position.HourFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the newest hour files of a folder without reading the others. */
final class NewestHours {
    /** Number of files: the older one may still grow when the newer one exists. */
    private static final int FILES = 2;

    /** Largest number of names in a folder that are examined: 27 years of dates. */
    private static final int MOST_NAMES = 10_000;

    private static final int DATE_DIGITS = 8;

    private NewestHours() {}

    /** The newest hour files below the folder of dates, at most two, each with its length; empty if there are none. */
    static Map<HourFile, Long> in(Path hourly) throws IOException {
        Map<HourFile, Long> sizes = new TreeMap<>();
        int dates = 0;
        for (String date : names(hourly, DATE_DIGITS, DATE_DIGITS)) {
            if (dates++ == FILES || sizes.size() == FILES) {
                break;
            }
            Path folder = hourly.resolve(date);
            for (String hour : names(folder, 1, 2)) {
                int number = Integer.parseInt(hour);
                if (sizes.size() < FILES && number <= 23 && hour.equals(String.valueOf(number))) {
                    addSize(folder.resolve(hour), new HourFile(Integer.parseInt(date), number, 0), sizes);
                }
            }
        }
        return sizes;
    }

    private static void addSize(Path path, HourFile file, Map<HourFile, Long> sizes) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                sizes.put(file, attributes.size());
            }
        } catch (NoSuchFileException expected) {
            // pruned between the two calls
        }
    }

    /** The names that consist of {@code leastDigits} to {@code mostDigits} digits, the greatest number first. */
    private static NavigableSet<String> names(Path folder, int leastDigits, int mostDigits) throws IOException {
        NavigableSet<String> names =
                new TreeSet<>(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            int looked = 0;
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                boolean fits = name.length() >= leastDigits && name.length() <= mostDigits;
                if (fits && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    names.add(name);
                }
                if (++looked == MOST_NAMES) {
                    break;
                }
            }
        } catch (NoSuchFileException | NotDirectoryException expected) {
            // The node does not write this shape, or the folder was pruned.
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names.descendingSet();
    }
}
