package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** Reads bytes of an open file that were passed on before. */
@FunctionalInterface
interface RangeReader {
    /** Reads {@code [from, to)}; false if the file ends before that. */
    boolean read(FileChannel open, HourFile file, long from, long to) throws IOException;
}
