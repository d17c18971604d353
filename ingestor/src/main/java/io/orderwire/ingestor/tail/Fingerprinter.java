package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.checkpoint.FileState;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes a file by its bytes: those before the read position and, after a failed transaction, those that were read before
 * the failure and are read again. A file that holds only the first of these bytes is held back. Not thread-safe.
 */
final class Fingerprinter {
    /** Largest number of bytes of an unfinished line that are compared. */
    private static final int MOST_COMPARED = 1 << 20;

    private final PrefixHold hold;
    private ContentFingerprint contents;
    private @Nullable ContentFingerprint failed;

    Fingerprinter(Path path, FileState state) {
        this.hold = new PrefixHold(path);
        this.contents = new ContentFingerprint(state);
    }

    /** The bytes before the read position. */
    ContentFingerprint contents() {
        return contents;
    }

    PrefixHold hold() {
        return hold;
    }

    /** Reports that the read position goes back to a committed one. */
    void goBackTo(FileState state) {
        ContentFingerprint read = contents;
        if (read.offset() > state.offset() && (failed == null || read.offset() >= failed.offset())) {
            failed = read;
        }
        contents = new ContentFingerprint(state);
    }

    /** Compares a file with the bytes that were read; a file that has been held back for too long counts as another file. */
    ContentFingerprint.Match compare(FileChannel file, long readTo, long nowMs) throws IOException {
        ContentFingerprint.Match match = contents.compare(file);
        ContentFingerprint again = stillUnread();
        if (match == ContentFingerprint.Match.SAME && again != null) {
            match = again.compare(file);
        }
        if (match == ContentFingerprint.Match.PREFIX) {
            return hold.holds(file.size(), again == null ? readTo : again.offset(), nowMs)
                    ? match
                    : ContentFingerprint.Match.OTHER;
        }
        hold.end();
        return match;
    }

    /** Whether the bytes before {@code readOffset}, and those that are read again, are still those that were read. */
    boolean stand(FileChannel open, long readOffset) throws IOException {
        ContentFingerprint again = stillUnread();
        return contents.stand(open, readOffset)
                && (again == null || again.compare(open) != ContentFingerprint.Match.OTHER);
    }

    /** Whether a file holds other bytes than were read of it, although it is not shorter. */
    boolean isRewritten(FileChannel open) throws IOException {
        return open.size() >= contents.offset() && contents.compare(open) == ContentFingerprint.Match.OTHER;
    }

    /**
     * Whether the unfinished line at {@code offset} of one file is also at that offset of the other file, as far as the other
     * file has these bytes.
     */
    static boolean hasSameLine(FileChannel open, FileChannel other, long offset) throws IOException {
        long end = Math.min(open.size(), other.size());
        int length = (int) Math.max(0, Math.min(end - offset, MOST_COMPARED));
        return Arrays.equals(LineSearch.bytes(open, offset, length), LineSearch.bytes(other, offset, length));
    }

    private @Nullable ContentFingerprint stillUnread() {
        if (failed != null && contents.offset() >= failed.offset()) {
            failed = null;
        }
        return failed;
    }
}
