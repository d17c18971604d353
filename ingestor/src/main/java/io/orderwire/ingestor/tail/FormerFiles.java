package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that were read to their end and then left for another file with the same bytes under the same path. Bytes that are
 * written to them afterwards would have the positions of other bytes, so they are reported as lost. Not thread-safe.
 */
final class FormerFiles implements AutoCloseable {
    /** Largest number of files that are watched. */
    static final int MOST = 16;

    private static final class Former {
        private final HourFile id;
        private final FileChannel channel;
        private long size;
        private long checkpointed;
        private long committed;
        private long grewMs;

        Former(HourFile id, FileChannel channel, long size, long nowMs) {
            this.id = id;
            this.channel = channel;
            this.size = size;
            this.checkpointed = size;
            this.committed = size;
            this.grewMs = nowMs;
        }
    }

    private static final Logger log = LoggerFactory.getLogger(FormerFiles.class);

    private final UnreportedLosses losses;
    private final Deque<Former> files = new ArrayDeque<>();

    FormerFiles(UnreportedLosses losses) {
        this.losses = losses;
    }

    /** Watches an open file that was read up to {@code size}, and closes it when it has not grown for a long time. */
    void watch(HourFile id, FileChannel channel, long size, long nowMs) throws IOException {
        if (files.size() == MOST) {
            Former oldest = files.remove();
            losses.vanished(oldest.id, oldest.size, oldest.size, true, nowMs, nowMs);
            oldest.channel.close();
        }
        files.add(new Former(id, channel, size, nowMs));
    }

    /** Reports bytes that were written to the files, and closes the files that no longer grow or cannot be read. */
    void look(long nowMs) throws IOException {
        for (Iterator<Former> each = files.iterator(); each.hasNext(); ) {
            Former former = each.next();
            try {
                look(former, nowMs);
            } catch (IOException e) {
                log.warn("the former {} cannot be read: {}", former.id, e.toString());
                losses.vanished(former.id, former.size, former.size, true, nowMs, nowMs);
                former.grewMs = nowMs - Growth.MOST_PAUSE_MS;
            }
            if (nowMs - former.grewMs >= Growth.MOST_PAUSE_MS && former.committed == former.size) {
                each.remove();
                former.channel.close();
            }
        }
    }

    private void look(Former former, long nowMs) throws IOException {
        long size = former.channel.size();
        if (size > former.size) {
            losses.vanished(former.id, former.size, size, false, nowMs, nowMs);
            former.size = size;
            former.grewMs = nowMs;
        }
    }

    /** Notes that a checkpoint contains all reports so far. */
    void checkpoint() {
        files.forEach(former -> former.checkpointed = former.size);
    }

    /** Notes that the last checkpoint is in Kafka. */
    void committed() {
        files.forEach(former -> former.committed = former.checkpointed);
    }

    /** Goes back to the last commit: later reports are not in Kafka, and are made again. */
    void goBack() {
        files.forEach(former -> {
            former.size = former.committed;
            former.checkpointed = former.committed;
        });
    }

    @Override
    public void close() throws IOException {
        for (Former former : files) {
            former.channel.close();
        }
        files.clear();
    }
}
