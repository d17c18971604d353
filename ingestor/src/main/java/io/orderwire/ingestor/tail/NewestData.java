package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest unread data in a file and in the newer files, for which older data may be shed. The time at which it was seen
 * comes from this process's clock, the time in its line from the node's clock; the two are never compared. The files are
 * checked once, at the first call.
 */
final class NewestData implements FileAge.Newest {
    private final Collection<FileWatcher> files;
    private final long nowMs;
    private @Nullable List<FileWatcher> unread;

    /** @param files the oldest first */
    NewestData(Collection<FileWatcher> files, long nowMs) {
        this.files = files;
        this.nowMs = nowMs;
    }

    private List<FileWatcher> unread() throws IOException {
        List<FileWatcher> known = unread;
        if (known == null) {
            for (FileWatcher file : files) {
                file.reader().look(nowMs);
            }
            known = files.stream().filter(file -> file.reader().hasUnlooked()).toList();
            unread = known;
        }
        return known;
    }

    @Override
    public boolean isIn(HourFile file) throws IOException {
        List<FileWatcher> known = unread();
        return known.isEmpty() || known.get(known.size() - 1).id().equals(file);
    }

    @Override
    public long seenMs() throws IOException {
        return unread().stream()
                .mapToLong(file -> file.position().ages().grewMs())
                .max()
                .orElse(nowMs);
    }

    @Override
    public long writtenMs() throws IOException {
        List<FileWatcher> known = unread();
        for (int i = known.size() - 1; i >= 0; i--) {
            long writtenMs = known.get(i).reader().lastLineMs();
            if (writtenMs != LineTime.UNKNOWN) {
                return writtenMs;
            }
        }
        return LineTime.UNKNOWN;
    }
}
