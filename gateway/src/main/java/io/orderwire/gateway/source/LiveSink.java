package io.orderwire.gateway.source;

import io.orderwire.gateway.sequence.RecordSink;

/** Takes the records of the reading thread, and provides the other tasks of that thread. */
public interface LiveSink extends RecordSink {
    /** Handles messages of other threads, or some of them if that takes long; returns true if there were any. */
    boolean runTasks();

    /** Returns true if messages of other threads wait. */
    boolean hasTasks();

    /** All records of a poll were passed on: sends the frames that are due. */
    void endOfBatch();

    /** The time until the next frame is due, at most {@code most}. */
    long nanosToNextDue(long most);
}
