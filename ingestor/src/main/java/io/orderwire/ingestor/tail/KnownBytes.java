package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.checkpoint.FileState;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a file's bytes: those before the read position, and, after a failed transaction, those that were read
 * before it and are read again. A file with only the first of them is held back. Not thread-safe.
 */
final class KnownBytes {
    private final Hold hold;
    private Contents contents;
    private @Nullable Contents failed;

    KnownBytes(Path path, FileState state) {
        this.hold = new Hold(path);
        this.contents = new Contents(state);
    }

    /** Those before the read position. */
    Contents contents() {
        return contents;
    }

    Hold hold() {
        return hold;
    }

    /** The read position goes back to a committed one. */
    void goBackTo(FileState state) {
        Contents read = contents;
        if (read.offset() > state.offset() && (failed == null || read.offset() >= failed.offset())) {
            failed = read;
        }
        contents = new Contents(state);
    }

    /** The next generation is read: nothing is known of it. */
    void startOver(FileState state) {
        contents = new Contents(state);
        failed = null;
    }

    /** Compares a file with the bytes that were read; one that has been held back for too long counts as another. */
    Contents.Match compare(FileChannel file, long readTo, long nowMs) throws IOException {
        Contents.Match match = contents.compare(file);
        Contents again = stillUnread();
        if (match == Contents.Match.SAME && again != null) {
            match = again.compare(file);
        }
        if (match == Contents.Match.PREFIX) {
            return hold.holds(file.size(), again == null ? readTo : again.offset(), nowMs)
                    ? match
                    : Contents.Match.OTHER;
        }
        hold.end();
        return match;
    }

    /** Whether the bytes before {@code readOffset}, and those that are read again, are still those that were read. */
    boolean stand(FileChannel open, long readOffset) throws IOException {
        Contents again = stillUnread();
        return contents.stand(open, readOffset) && (again == null || again.compare(open) != Contents.Match.OTHER);
    }

    /** Whether a file that is not shorter than what was read of it holds other bytes. */
    boolean isRewritten(FileChannel open) throws IOException {
        return open.size() >= contents.offset() && contents.compare(open) == Contents.Match.OTHER;
    }

    private @Nullable Contents stillUnread() {
        if (failed != null && contents.offset() >= failed.offset()) {
            failed = null;
        }
        return failed;
    }
}
