package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.Fingerprint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Keeps the first bytes that were read of a file, and the last bytes before the read position. They are copied from the buffer,
 * because the file may hold other bytes if it is read a second time; only {@link #load} reads them from the file. Not
 * thread-safe.
 */
final class ContentFingerprint {
    /** Result of comparing the bytes that a file holds now with those that were read of it. */
    enum Match {
        /** The same bytes, and perhaps more. */
        SAME,
        /** Only the first of the same bytes: a backup of the file may currently be restored. */
        PREFIX,
        /** Other bytes. */
        OTHER
    }

    /** The last {@link Fingerprint#BYTES} of the bytes that were appended. */
    private static final class Last {
        private final byte[] bytes = new byte[Fingerprint.BYTES];
        private int length;

        void append(byte[] source, int count) {
            int taken = Math.min(count, bytes.length);
            int kept = Math.min(length, bytes.length - taken);
            System.arraycopy(bytes, length - kept, bytes, 0, kept);
            System.arraycopy(source, count - taken, bytes, kept, taken);
            length = kept + taken;
        }

        void set(Last other) {
            System.arraycopy(other.bytes, 0, bytes, 0, other.length);
            length = other.length;
        }
    }

    private final Last beforeRead = new Last();
    private final Last beforeOffset = new Last();
    private final byte[] first = new byte[Fingerprint.BYTES];
    private int firstLength;
    private PrefixHashes prefixes;
    private final SegmentHashes segments;
    private long offset;
    private String fingerprint;
    private String head;
    private boolean hashed = true;

    /** The contents of a file of which only the hashes in {@code state} are known. */
    ContentFingerprint(FileState state) {
        offset = state.offset();
        fingerprint = state.fingerprint();
        head = state.head();
        prefixes = new PrefixHashes(state.offset());
        segments = new SegmentHashes(state.segments(), state.offset());
    }

    /** The end of the bytes that were passed on. */
    long offset() {
        return offset;
    }

    /** Whether there are bytes before the offset that were not read. */
    boolean isUnknown() {
        return offset > 0 && fingerprint().isEmpty();
    }

    /** Compares an open file with the bytes that were read. */
    Match compare(FileChannel open) throws IOException {
        if (offset == 0 || fingerprint().isEmpty()) {
            return Match.SAME;
        }
        long size = open.size();
        if (size >= offset) {
            prefixes.restart();
            segments.restart();
            boolean same = Fingerprint.before(open, offset).equals(fingerprint())
                    && (isHeadUnknown() || beginsAlike(open, size));
            return same ? Match.SAME : Match.OTHER;
        }
        boolean prefix = beginsAlike(open, size) && prefixes.agrees(open, size) && segments.agrees(open, size);
        return prefix ? Match.PREFIX : Match.OTHER;
    }

    /** True after a start with a checkpoint of an earlier version. */
    private boolean isHeadUnknown() {
        return firstLength == 0 && head.isEmpty();
    }

    /** Whether the file begins with the first bytes that were read, or holds only the beginning of them. */
    private boolean beginsAlike(FileChannel open, long size) throws IOException {
        if (firstLength > 0) {
            int length = (int) Math.min(size, firstLength);
            byte[] found = LineSearch.bytes(open, 0, length);
            return Arrays.equals(found, 0, found.length, first, 0, length);
        }
        return size < Math.min(Fingerprint.BYTES, offset)
                || !head.isEmpty() && Fingerprint.head(open, offset).equals(head);
    }

    /**
     * Whether the bytes before {@code readOffset} are still those that were read. Called after new bytes were read and
     * before they are passed on.
     */
    boolean stand(FileChannel open, long readOffset) throws IOException {
        byte[] found = LineSearch.bytes(open, readOffset - beforeRead.length, beforeRead.length);
        return Arrays.equals(found, 0, found.length, beforeRead.bytes, 0, beforeRead.length);
    }

    /** Loads the first bytes and the bytes before {@code place} from the file, after the file was opened or bytes were shed. */
    void load(FileChannel open, long place) throws IOException {
        int length = (int) Math.min(Fingerprint.BYTES, place);
        byte[] found = LineSearch.bytes(open, place - length, length);
        beforeRead.length = 0;
        beforeRead.append(found, found.length);
        beforeOffset.set(beforeRead);
        byte[] begin = LineSearch.bytes(open, 0, length);
        System.arraycopy(begin, 0, first, 0, begin.length);
        firstLength = begin.length;
        prefixes = new PrefixHashes(place);
        segments.moveTo(place);
        if (place != offset || fingerprint.isEmpty()) {
            offset = place;
            hashed = false;
        }
    }

    /**
     * Adds bytes that were read.
     *
     * @param from their offset in the file
     * @param passed number of them that were consumed
     * @param newOffset file offset before which all bytes were passed on
     */
    void read(byte[] bytes, long from, int passed, long newOffset) {
        if (from < first.length && from <= firstLength) {
            int length = (int) Math.min(passed, first.length - from);
            System.arraycopy(bytes, 0, first, (int) from, length);
            firstLength = (int) Math.max(firstLength, from + length);
        }
        if (newOffset > offset) {
            beforeOffset.set(beforeRead);
            beforeOffset.append(bytes, (int) (newOffset - from));
            offset = newOffset;
            hashed = false;
        }
        beforeRead.append(bytes, passed);
        prefixes.add(bytes, from, passed);
        segments.add(bytes, from, passed);
    }

    /** Hash of the bytes before {@link #offset}. */
    String fingerprint() {
        hash();
        return fingerprint;
    }

    /** Hash of the first bytes, without bytes at or after the offset. */
    String head() {
        hash();
        return head;
    }

    /** Checksums of the segments before the offset. */
    String segments() {
        return segments.text(offset);
    }

    private void hash() {
        if (!hashed) {
            fingerprint = offset == 0 ? "" : Fingerprint.of(beforeOffset.bytes, beforeOffset.length);
            int headLength = (int) Math.min(first.length, offset);
            head = headLength == 0 ? "" : Fingerprint.of(first, headLength);
            hashed = true;
        }
    }
}
