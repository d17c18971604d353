package io.orderwire.gateway.hub;

import io.orderwire.gateway.sequence.RecordSink;

/** Puts records into frames, and delivers the frames to the subscribers. */
public interface FrameStream extends RecordSink {
    /** Sends the frames that are due. */
    void flushDue();

    /** Sends everything that waits, and a frame with the last cursor to each subscription to {@code orders}. */
    void flushAll();
}
