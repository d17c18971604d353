package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.split.FileCursor;

/** The station that takes the bytes of the files: it splits them into events. Called by the tailer's thread only. */
interface NextStation {
    /** Whether the station wants the first bytes of a line that was just written. */
    boolean wantsLine();

    /** A line begins with those bytes, which was seen in its file {@code ageMs} ago. */
    void line(byte[] bytes, int length, long ageMs);

    /**
     * Takes the bytes at the cursor and moves it.
     *
     * @param replay whether a start position asked for these bytes
     * @return whether the bytes hold more that can be taken at once
     */
    boolean take(HourFile file, FileCursor cursor, Chunk chunk, boolean replay);

    /**
     * Those bytes were taken.
     *
     * @param atLine whether the first of them begins a line
     * @param live whether the last of them was seen to arrive in the file just now
     */
    void taken(HourFile file, FileCursor cursor, Chunk chunk, boolean atLine, boolean live, long nowMs);
}
