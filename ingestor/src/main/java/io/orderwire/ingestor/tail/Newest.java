package io.orderwire.ingestor.tail;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/**
 * The newest data there is in a file and those behind it: what older data may be shed for. When it was seen is a moment of
 * this process, when its line was written one of the node's clock; neither is ever compared with the other.
 */
final class Newest {
    private final List<TrackedFile> unread;
    private final long seenMs;

    private Newest(List<TrackedFile> unread, long seenMs) {
        this.unread = unread;
        this.seenMs = seenMs;
    }

    /** Of those files, the oldest first, as they are now. */
    static Newest of(Collection<TrackedFile> files, long nowMs) throws IOException {
        for (TrackedFile file : files) {
            file.look(nowMs);
        }
        List<TrackedFile> unread =
                files.stream().filter(TrackedFile::hasUnlooked).toList();
        long seenMs = unread.stream().mapToLong(TrackedFile::grewMs).max().orElse(nowMs);
        return new Newest(unread, seenMs);
    }

    /** Whether it is in that file: what is shed there must leave something. */
    boolean isIn(TrackedFile file) {
        return unread.isEmpty() || unread.get(unread.size() - 1) == file;
    }

    /** When the last of it was seen. */
    long seenMs() {
        return seenMs;
    }

    /** When its last line was written by the node's clock, {@link LineTime#UNKNOWN} if no line says that. */
    long writtenMs() throws IOException {
        for (int i = unread.size() - 1; i >= 0; i--) {
            long writtenMs = unread.get(i).lastLineMs();
            if (writtenMs != LineTime.UNKNOWN) {
                return writtenMs;
            }
        }
        return LineTime.UNKNOWN;
    }
}
