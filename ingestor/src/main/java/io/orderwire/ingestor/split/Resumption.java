package io.orderwire.ingestor.split;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what stands around a place in a file where reading stopped. */
public final class Resumption {
    private static final Logger log = LoggerFactory.getLogger(Resumption.class);

    private Resumption() {}

    /**
     * A cursor at {@code offset}: in the block whose envelope opens at {@code lineStart}. Without its head, what is left of
     * a block is garbage; its whole events have been handed on already.
     */
    public static FileCursor at(FileChannel open, LineSplitter splitter, long lineStart, long offset)
            throws IOException {
        if (lineStart >= offset) {
            return new FileCursor(offset);
        }
        ByteBuffer bytes = ByteBuffer.allocate(splitter.minBufferBytes());
        open.read(bytes, lineStart);
        try {
            return splitter.resumeInBlock(bytes.array(), bytes.position(), lineStart, offset);
        } catch (IllegalArgumentException e) {
            log.warn("{}: what follows byte {} is not part of a block", e.getMessage(), offset);
            return new FileCursor(offset);
        }
    }
}
