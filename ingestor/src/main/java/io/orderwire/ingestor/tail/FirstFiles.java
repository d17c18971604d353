package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.Fingerprint;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files and positions with which to begin if nothing was committed yet.
 *
 * @param floor hour files before it are ignored
 * @param states the files to begin with, in order
 * @param replayTo end of the newest file, if the start position requests existing bytes; else null
 */
record FirstFiles(
        HourFile floor, List<FileState> states, @Nullable Position replayTo) {
    /** The lowest hour file: no other is before it. */
    static final HourFile LOWEST = new HourFile(0, 0, 0);

    private static final Logger log = LoggerFactory.getLogger(FirstFiles.class);

    /**
     * Chooses from the existing files.
     *
     * @param maxFiles largest number of files to begin with: the newest ones for {@code end}, the oldest ones for other
     *     positions
     * @param generations known generations of hour files, by their generation 0
     */
    static FirstFiles of(
            StartPosition start, HourDirectory directory, int maxFiles, Map<HourFile, HourFile> generations)
            throws IOException {
        NavigableMap<HourFile, Path> files = directory.list(
                LOWEST,
                Set.of(),
                (date, failure) -> log.warn("{} cannot be listed at the start: {}", date, failure.toString()));
        HourFile floor = LOWEST;
        if (start instanceof StartPosition.At at) {
            floor = at.position().file().firstGeneration();
        }
        if (start instanceof StartPosition.End) {
            // The file of an older hour may still appear, unless there are too many files to follow it.
            while (files.size() > maxFiles) {
                files.pollFirstEntry();
                floor = files.firstKey();
            }
        }
        List<FileState> states = new ArrayList<>();
        NavigableMap<HourFile, Path> wanted = files.tailMap(floor, true);
        for (Map.Entry<HourFile, Path> file : wanted.entrySet()) {
            if (states.size() < maxFiles) {
                HourFile known = generations.getOrDefault(file.getKey(), file.getKey());
                add(states, new FirstFile(start, known), file.getValue());
            }
        }
        boolean replays = !(start instanceof StartPosition.End) && !wanted.isEmpty();
        return new FirstFiles(floor, states, replays ? end(wanted.lastEntry()) : null);
    }

    /**
     * The state of a file that did not exist at the start, or could not be followed then because there were too many.
     *
     * @param replayTo the value at the start
     */
    static FileState found(@Nullable Position replayTo, HourFile id, Path path) {
        FileState unread = FileState.unread(id);
        if (replayTo == null || id.firstGeneration().compareTo(replayTo.file().firstGeneration()) > 0) {
            return unread;
        }
        boolean older = id.firstGeneration().compareTo(replayTo.file().firstGeneration()) < 0;
        return unread.replayUntil(older ? path.toFile().length() : replayTo.offset());
    }

    private static Position end(Map.Entry<HourFile, Path> file) {
        return new Position(file.getKey(), file.getValue().toFile().length());
    }

    private static void add(List<FileState> states, FirstFile file, Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            states.add(file.state(channel));
        } catch (NoSuchFileException expected) {
            // pruned between the two calls
        } catch (IOException e) {
            // The tailer will try to read it, fail, and report that.
            log.warn("{} cannot be read at the start: {}", path, e.toString());
            states.add(file.unopened(Files.size(path)));
        }
    }

    /** One file with the generation {@code known}. */
    private record FirstFile(StartPosition start, HourFile known) {
        FileState state(FileChannel channel) throws IOException {
            long size = channel.size();
            long offset = LineSearch.afterLastLine(channel, Math.min(size, offset(size)));
            return at(
                    offset,
                    size,
                    new FileState.Hashes(Fingerprint.before(channel, offset), Fingerprint.head(channel, offset), ""));
        }

        /** The state of a file that cannot be opened: it begins at the line that contains the offset, once it can be opened. */
        FileState unopened(long size) {
            long offset = Math.min(size, offset(size));
            return at(offset, size, FileState.Hashes.NONE);
        }

        private FileState at(long offset, long size, FileState.Hashes hashes) {
            long replayUntil = start instanceof StartPosition.End ? 0 : size;
            FileState.Progress progress = new FileState.Progress(offset, offset, replayUntil);
            return new FileState(id(), progress, size, -1, hashes, false);
        }

        /** The generation that the start position names, if it is not older than the known one. */
        private HourFile id() {
            return start instanceof StartPosition.At at
                            && isOfThisHour(at)
                            && at.position().file().compareTo(known) > 0
                    ? at.position().file()
                    : known;
        }

        private long offset(long size) {
            if (start instanceof StartPosition.End) {
                return size;
            }
            if (!(start instanceof StartPosition.At at) || !isOfThisHour(at)) {
                return 0;
            }
            if (!at.position().file().equals(id())) {
                log.warn(
                        "the start position {} is in a generation that is gone: reading {} from its start",
                        at.position(),
                        id());
                return 0;
            }
            return at.position().offset();
        }

        private boolean isOfThisHour(StartPosition.At at) {
            return at.position().file().firstGeneration().equals(known.firstGeneration());
        }
    }
}
