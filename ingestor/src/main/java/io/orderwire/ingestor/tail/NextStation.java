package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.split.FileCursor;

/** The station after the tailer, which splits the bytes of the files into events. Called by the tailer's thread only. */
interface NextStation {
    /** Whether to call {@link #line} for the next line that was just written. */
    boolean wantsLine();

    /** Receives the first bytes of a line that was seen in its file {@code ageMs} ago. */
    void line(byte[] bytes, int length, long ageMs);

    /**
     * Receives the bytes at the cursor, and moves the cursor past them.
     *
     * @param replay whether a start position requested these bytes
     * @return whether more of the bytes can be taken immediately
     */
    boolean take(HourFile file, FileCursor cursor, Chunk chunk, boolean replay);

    /**
     * Reports that bytes were taken.
     *
     * @param atLine whether the first of them begins a line
     * @param live whether the last of them was just seen to arrive in the file
     */
    void taken(HourFile file, FileCursor cursor, Chunk chunk, boolean atLine, boolean live, long nowMs);
}
