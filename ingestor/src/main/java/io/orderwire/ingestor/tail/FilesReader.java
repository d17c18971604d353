package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.checkpoint.UncountedBytes;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the watched files in the order of their hours. A file that cannot be read is tried again after a pause, and does not
 * hold up others. Used by the tailer's thread only.
 */
final class FilesReader {
    private static final Logger log = LoggerFactory.getLogger(FilesReader.class);

    private final FileWatchers files;
    private final Shedder shedder;
    private final BegunHours hours;
    private final UnreportedLosses losses;
    private final UnreadablePaths unreadable;
    private final byte[] buffer;

    FilesReader(
            FileWatchers files,
            Shedder shedder,
            BegunHours hours,
            UnreportedLosses losses,
            UnreadablePaths unreadable,
            byte[] buffer) {
        this.files = files;
        this.shedder = shedder;
        this.hours = hours;
        this.losses = losses;
        this.unreadable = unreadable;
        this.buffer = buffer;
    }

    /** One pass over the files. */
    private static final class Pass {
        private final Splitting to;
        private final long budget;
        private final long nowMs;
        private long bytes;
        private boolean shed;
        private @Nullable FileWatcher judged;
        private long judgedTo;

        Pass(Splitting to, long budget, long nowMs) {
            this.to = to;
            this.budget = budget;
            this.nowMs = nowMs;
        }

        boolean hasRoom() {
            return bytes < budget && !to.blocks().isFull();
        }
    }

    /** See {@link Tailer#read}. */
    long read(long budget, Splitting to, long nowMs) throws IOException {
        boolean scanned = files.scanIfDue(nowMs);
        Pass pass = new Pass(to, budget, nowMs);
        int older = files.all().size() - FileWatchers.NEWEST;
        FileWatcher before = null;
        for (FileWatcher file : files.all()) {
            boolean due = older-- <= 0 || scanned || !file.reader().isAtEnd();
            if (due && unreadable.isDue(file.name(), nowMs)) {
                read(file, before, pass);
            }
            before = file;
        }
        if (pass.bytes == 0 && !pass.shed && pass.hasRoom()) {
            shedder.nothingToRead(nowMs);
        }
        if (scanned) {
            unreadable.keepOnly(files.all().stream().map(FileWatcher::name).collect(Collectors.toSet()));
        }
        shedder.tick(nowMs);
        return pass.bytes;
    }

    private void read(FileWatcher file, @Nullable FileWatcher before, Pass pass) throws IOException {
        PartitionedBlocks blocks = pass.to.blocks();
        try {
            while (pass.hasRoom() && file.reader().hasUnread(pass.nowMs)) {
                losses.report(blocks::lost);
                hours.begin(file, blocks);
                if (!shed(file, pass)) {
                    pass.to.watch().follows(before == null || !before.reader().isReadWhole() ? null : before.id());
                    pass.bytes += file.reader().read(buffer, pass.budget - pass.bytes, pass.to, pass.nowMs);
                    hours.read(file);
                }
            }
            unreadable.cleared(file.name());
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            unreadable.failed(file.name(), e, pass.nowMs);
            closeFailed(file, pass.nowMs);
        }
        losses.report(blocks::lost);
    }

    private boolean shed(FileWatcher file, Pass pass) throws IOException {
        // Dating the bytes reads from the files, which costs too much for each piece.
        if (file == pass.judged && pass.bytes < pass.judgedTo) {
            return false;
        }
        UncountedBytes shed = shedder.shed(file, pass.shed, pass.nowMs);
        if (shed == null) {
            pass.judged = file;
            pass.judgedTo = pass.bytes + buffer.length;
            return false;
        }
        pass.judged = null;
        pass.shed = true;
        pass.to.shed(shed);
        return true;
    }

    private static void closeFailed(FileWatcher file, long nowMs) {
        try {
            file.reader().readFailed(nowMs);
        } catch (IOException e) {
            log.warn("{} cannot be closed: {}", file.name(), e.toString());
        }
    }

    /** Samples the lengths of the files, without reading them. */
    void look(long nowMs) throws IOException {
        for (FileWatcher file : files.all()) {
            try {
                file.reader().look(nowMs);
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                unreadable.failed(file.name(), e, nowMs);
            }
        }
    }
}
