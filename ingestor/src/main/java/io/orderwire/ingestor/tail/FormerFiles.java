package io.orderwire.ingestor.tail;

import io.orderwire.orders.HourFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Files that were read to their end and then left for another file with the same bytes under the same path. What is written
 * to them afterwards would have the positions of other bytes: it is reported as lost. Not thread-safe.
 */
final class FormerFiles implements AutoCloseable {
    /** Most files that are watched. */
    static final int MOST = 16;

    private static final class Former {
        private final HourFile id;
        private final FileChannel channel;
        private long size;
        private long grewMs;

        Former(HourFile id, FileChannel channel, long size, long nowMs) {
            this.id = id;
            this.channel = channel;
            this.size = size;
            this.grewMs = nowMs;
        }
    }

    private final Losses losses;
    private final Deque<Former> files = new ArrayDeque<>();

    FormerFiles(Losses losses) {
        this.losses = losses;
    }

    /** Watches an open file, and closes it when it has not grown for long. */
    void watch(HourFile id, FileChannel channel, long nowMs) throws IOException {
        if (files.size() == MOST) {
            Former oldest = files.remove();
            losses.vanished(oldest.id, oldest.size, oldest.size, true, nowMs, nowMs);
            oldest.channel.close();
        }
        files.add(new Former(id, channel, channel.size(), nowMs));
    }

    /** Reports what was written to the files, and closes those that no longer grow. */
    void look(long nowMs) throws IOException {
        for (Iterator<Former> each = files.iterator(); each.hasNext(); ) {
            Former former = each.next();
            long size = former.channel.size();
            if (size > former.size) {
                losses.vanished(former.id, former.size, size, false, nowMs, nowMs);
                former.size = size;
                former.grewMs = nowMs;
            } else if (nowMs - former.grewMs >= Growth.MOST_PAUSE_MS) {
                each.remove();
                former.channel.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Former former : files) {
            former.channel.close();
        }
        files.clear();
    }
}
