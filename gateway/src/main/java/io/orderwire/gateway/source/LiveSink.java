package io.orderwire.gateway.source;

import io.orderwire.gateway.sequence.RecordSink;

/** Takes what the reading thread reads, and gives it what else has to be done on that thread. */
public interface LiveSink extends RecordSink {
    /** Does what other threads handed in, or a part of it if that takes long; true when there was something. */
    boolean runTasks();

    /** Whether other threads have handed in something that is not done yet. */
    boolean hasTasks();

    /** The records of one poll are through: sends what is due. */
    void endOfBatch();

    /** How long nothing has to be sent, at most {@code most}. */
    long nanosToNextDue(long most);
}
