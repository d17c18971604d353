package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.split.FileCursor;

/** Where reading continues in a file. */
sealed interface ReadPoint {
    /** The position of a checkpoint; no open file was compared with it yet. */
    record Resumed(long offset, long lineStart) implements ReadPoint {
        @Override
        public long readOffset() {
            return offset;
        }
    }

    /** A position in a file that is or was open. */
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

    /** A position at the beginning of a line. */
    static ReadPoint atLine(long offset) {
        return new Placed(new FileCursor(offset));
    }

    /** The first byte that was not passed on. */
    long offset();

    /** Where the line or the envelope that contains this byte begins. */
    long lineStart();

    /** The next byte to read, which is after the offset while bytes are skipped. */
    long readOffset();
}
