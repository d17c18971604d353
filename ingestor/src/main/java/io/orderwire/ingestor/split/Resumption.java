package io.orderwire.ingestor.split;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restores the cursor at the offset in a file where reading stopped. */
public final class Resumption {
    private static final Logger log = LoggerFactory.getLogger(Resumption.class);

    private Resumption() {}

    /**
     * A cursor at {@code offset}, in the block whose envelope opens at {@code lineStart}. If no envelope opens there, the
     * rest of the block is garbage; its events before {@code offset} were passed on already.
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
