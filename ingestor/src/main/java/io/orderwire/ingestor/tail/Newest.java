package io.orderwire.ingestor.tail;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest data there is in a file and those behind it: what older data may be shed for. When it was seen is a moment of
 * this process, when its line was written one of the node's clock; neither is ever compared with the other. The files are
 * looked at once, when it is asked for first.
 */
final class Newest {
    private final Collection<TrackedFile> files;
    private final long nowMs;
    private @Nullable List<TrackedFile> unread;

    /** @param files the oldest first */
    Newest(Collection<TrackedFile> files, long nowMs) {
        this.files = files;
        this.nowMs = nowMs;
    }

    private List<TrackedFile> unread() throws IOException {
        List<TrackedFile> known = unread;
        if (known == null) {
            for (TrackedFile file : files) {
                file.look(nowMs);
            }
            known = files.stream().filter(TrackedFile::hasUnlooked).toList();
            unread = known;
        }
        return known;
    }

    /** Whether it is in that file: what is shed there must leave something. */
    boolean isIn(TrackedFile file) throws IOException {
        List<TrackedFile> known = unread();
        return known.isEmpty() || known.get(known.size() - 1) == file;
    }

    /** When the last of it was seen. */
    long seenMs() throws IOException {
        return unread().stream().mapToLong(TrackedFile::grewMs).max().orElse(nowMs);
    }

    /** When its last line was written by the node's clock, {@link LineTime#UNKNOWN} if no line says that. */
    long writtenMs() throws IOException {
        List<TrackedFile> known = unread();
        for (int i = known.size() - 1; i >= 0; i--) {
            long writtenMs = known.get(i).lastLineMs();
            if (writtenMs != LineTime.UNKNOWN) {
                return writtenMs;
            }
        }
        return LineTime.UNKNOWN;
    }
}
