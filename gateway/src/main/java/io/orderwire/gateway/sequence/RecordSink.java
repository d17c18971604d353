package io.orderwire.gateway.sequence;

import io.orderwire.gateway.match.RecordView;

/** Takes what is read, in the order of each partition. */
public interface RecordSink {
    /** An order that was not seen before; the view is valid during the call. */
    void order(RecordView order);

    /** An order that comes too late to be passed on in order; the view is valid during the call. */
    void late(RecordView order);

    /** A gap, JSON, at its place in that partition; one that touches several comes in each of them, the same text. */
    void gap(int partition, String json);
}
