package io.orderwire.gateway.hub;

import io.orderwire.gateway.sequence.RecordSink;

/** Puts records into frames and hands these to the subscribers. */
public interface FrameStream extends RecordSink {
    /** Sends the frames that are due. */
    void flushDue();

    /** Sends all that waits, and to each subscription to {@code orders} a frame, whose cursor is the last one. */
    void flushAll();
}
