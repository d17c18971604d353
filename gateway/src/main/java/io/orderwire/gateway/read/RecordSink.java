package io.orderwire.gateway.read;

import io.orderwire.gateway.match.RecordView;

/** Takes what the reading thread reads, and gives it what else has to be done on that thread. */
public interface RecordSink {
    /** An order that was not seen before; the view is valid during the call. */
    void order(RecordView order);

    /** An order that comes too late to be passed on in order; the view is valid during the call. */
    void late(RecordView order);

    /** A gap, JSON, at its place in that partition; one that touches several comes in each of them, the same text. */
    void gap(int partition, String json);

    /** Does what other threads handed in; true when there was something. */
    boolean runTasks();

    /** The records of one poll are through: sends what is due. */
    void endOfBatch();

    /** How long nothing has to be sent, at most {@code most}. */
    long nanosToNextDue(long most);
}
