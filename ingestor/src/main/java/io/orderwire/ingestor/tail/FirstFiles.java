package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.recover.FileState;
import io.orderwire.ingestor.recover.Fingerprint;
import io.orderwire.orders.HourFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where to begin when nothing was committed yet.
 *
 * @param floor hour files before it are ignored
 * @param states the files to begin with, in order
 */
record FirstFiles(HourFile floor, List<FileState> states) {
    private static final Logger log = LoggerFactory.getLogger(FirstFiles.class);
    private static final HourFile LOWEST = new HourFile(0, 0, 0);

    static FirstFiles of(StartPosition start, HourDirectory directory, int maxFiles) throws IOException {
        NavigableMap<HourFile, Path> files = directory.list(
                LOWEST,
                Set.of(),
                (date, failure) -> log.warn("{} cannot be listed at the start: {}", date, failure.toString()));
        HourFile floor = LOWEST;
        if (start instanceof StartPosition.At at) {
            HourFile wanted = at.position().file();
            floor = new HourFile(wanted.date(), wanted.hour(), 0);
        }
        if (start instanceof StartPosition.End) {
            while (files.size() > maxFiles) {
                files.pollFirstEntry();
            }
            floor = files.isEmpty() ? LOWEST : files.firstKey();
        }
        List<FileState> states = new ArrayList<>();
        for (Map.Entry<HourFile, Path> file : files.tailMap(floor).entrySet()) {
            if (states.size() < maxFiles) {
                add(states, start, file.getKey(), file.getValue());
            }
        }
        return new FirstFiles(floor, states);
    }

    private static void add(List<FileState> states, StartPosition start, HourFile file, Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            states.add(stateOf(start, file, channel));
        } catch (NoSuchFileException expected) {
            // pruned between the two looks
        } catch (IOException e) {
            // The tailer fails to read it again, and reports that.
            log.warn("{} cannot be read at the start: {}", path, e.toString());
            states.add(unopened(start, file, path));
        }
    }

    /** A file that cannot be opened is read from its current end if reading begins at the end, else from its start. */
    private static FileState unopened(StartPosition start, HourFile file, Path path) throws IOException {
        long size = Files.size(path);
        if (start instanceof StartPosition.End) {
            return new FileState(file, size, size, 0, size, -1, "", "");
        }
        return new FileState(file, 0, 0, size, size, -1, "", "");
    }

    private static FileState stateOf(StartPosition start, HourFile file, FileChannel channel) throws IOException {
        long size = channel.size();
        long offset = 0;
        long replayUntil = size;
        if (start instanceof StartPosition.End) {
            offset = Lines.afterLastLine(channel, size);
            replayUntil = 0;
        } else if (start instanceof StartPosition.At at && at.position().file().equals(file)) {
            offset = Lines.afterLastLine(channel, Math.min(size, at.position().offset()));
        }
        return new FileState(
                file,
                offset,
                offset,
                replayUntil,
                size,
                -1,
                Fingerprint.before(channel, offset),
                Fingerprint.head(channel, offset));
    }
}
