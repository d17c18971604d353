package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.split.FileCursor;

/** Where reading continues in a file. */
sealed interface ReadPoint {
    /** As a checkpoint says; the bytes have not been found in an open file since. */
    record Resumed(long offset, long lineStart) implements ReadPoint {
        @Override
        public long readOffset() {
            return offset;
        }
    }

    /** In a file that is or was open. */
    record Placed(FileCursor cursor) implements ReadPoint {
        @Override
        public long offset() {
            return cursor.offset();
        }

        @Override
        public long lineStart() {
            return cursor.lineStart();
        }

        @Override
        public long readOffset() {
            return cursor.readOffset();
        }
    }

    /** At the beginning of a line. */
    static ReadPoint atLine(long offset) {
        return new Placed(new FileCursor(offset));
    }

    /** The first byte that was not passed on. */
    long offset();

    /** Where the line or the envelope begins that holds this byte. */
    long lineStart();

    /** The next byte to read, which is after the offset while bytes are skipped. */
    long readOffset();
}
