package io.orderwire.standalone.doctor;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.tail.HourNames;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The newest hour files of a source, and what this user cannot read there.
 *
 * @param newest existing files that can be read, the newest first
 * @param unreadable folders and files that cannot be read
 */
record HourFiles(List<Path> newest, List<Path> unreadable) {
    /** An ingestor follows two dates around midnight. */
    private static final int DATES = 2;

    /**
     * Looks at the newest dates.
     *
     * @param hourly folder of dates
     * @throws IOException if {@code hourly} itself cannot be listed
     */
    static HourFiles in(Path hourly) throws IOException {
        List<HourFile> files = new ArrayList<>();
        List<Path> unreadable = new ArrayList<>();
        List<Integer> dates = numbers(hourly, HourNames::date).stream()
                .sorted(Comparator.reverseOrder())
                .limit(DATES)
                .toList();
        for (int date : dates) {
            Path folder = hourly.resolve(String.valueOf(date));
            try {
                numbers(folder, HourNames::hour).forEach(hour -> files.add(new HourFile(date, hour, 0)));
            } catch (IOException expected) {
                unreadable.add(folder);
            }
        }
        List<Path> newest = new ArrayList<>();
        // What is not a file, or was deleted since it was listed, is not a question of rights.
        files.stream()
                .sorted(Comparator.reverseOrder())
                .map(file -> file.in(hourly))
                .filter(Files::isRegularFile)
                .forEach(file -> {
                    if (Files.isReadable(file)) {
                        newest.add(file);
                    } else {
                        unreadable.add(file);
                    }
                });
        return new HourFiles(newest, unreadable);
    }

    /** The numbers that names in a folder stand for; other names, of which there may be any number, are left out. */
    private static List<Integer> numbers(Path folder, ToIntFunction<String> number) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            for (Path path : found) {
                int value = number.applyAsInt(String.valueOf(path.getFileName()));
                if (value >= 0) {
                    numbers.add(value);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        // Without the right to search a folder, its names can be listed and its files not opened.
        if (!Files.isExecutable(folder)) {
            throw new IOException("not executable");
        }
        return numbers;
    }
}
