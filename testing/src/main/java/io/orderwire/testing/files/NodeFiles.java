package io.orderwire.testing.files;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The events of a node's files in file order: by date and hour as numbers, then by byte. Independent of the product's
 * code: it shares types for names and positions with the product, but none of its readers.
 */
public final class NodeFiles {
    private final Path hourly;
    private final Source source;

    private NodeFiles(Path hourly, Source source) {
        this.hourly = hourly;
        this.source = source;
    }

    /** The files of one shape in a node's data folder. */
    public static NodeFiles of(Path dataDir, Source source) {
        return new NodeFiles(dataDir.resolve(source.directory()).resolve("hourly"), source);
    }

    /** Passes every event of every complete line to {@code sink}, and returns the counts. */
    public FileCounts read(Consumer<FileEvent> sink) {
        FileCounts counts = FileCounts.NONE;
        for (var file : hourFiles().entrySet()) {
            counts = counts.plus(read(file.getValue(), file.getKey(), source, sink));
        }
        return counts;
    }

    /** All events at once. */
    public List<FileEvent> events() {
        List<FileEvent> events = new ArrayList<>();
        read(events::add);
        return events;
    }

    /** The counts alone. */
    public FileCounts counts() {
        return read(event -> {});
    }

    /**
     * Passes the events of one file, in any folder, to {@code sink}.
     *
     * @param path the file
     * @param name the hour file and its generation, for the positions of the events
     */
    public static FileCounts read(Path path, HourFile name, Source source, Consumer<FileEvent> sink) {
        Reader reader = new Reader(name, source, sink);
        try {
            long unfinished = HourFileLines.read(path, reader::line);
            return new FileCounts(1, reader.lines, reader.empty, reader.events, reader.orders, unfinished);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** The existing hour files, in order. */
    public SortedMap<HourFile, Path> hourFiles() {
        SortedMap<HourFile, Path> files = new TreeMap<>();
        for (Path date : list(hourly)) {
            for (Path hour : list(date)) {
                files.put(HourFile.parse(date.getFileName() + "/" + hour.getFileName()), hour);
            }
        }
        return files;
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static final class Reader {
        private final HourFile file;
        private final Source source;
        private final Consumer<FileEvent> sink;
        private long lines;
        private long empty;
        private long events;
        private long orders;

        Reader(HourFile file, Source source, Consumer<FileEvent> sink) {
            this.file = file;
            this.source = source;
            this.sink = sink;
        }

        void line(long offset, byte[] line) {
            lines++;
            List<LineEvents.Found> found = LineEvents.of(line, source);
            if (found.isEmpty()) {
                empty++;
            }
            found.forEach(event -> event(offset, line, event));
        }

        private void event(long offset, byte[] line, LineEvents.Found found) {
            events++;
            orders += found.isOrder() ? 1 : 0;
            byte[] bytes = Arrays.copyOfRange(line, found.from(), found.to());
            sink.accept(
                    new FileEvent(new Position(file, offset + found.place()), found.user(), bytes, found.isOrder()));
        }
    }
}
