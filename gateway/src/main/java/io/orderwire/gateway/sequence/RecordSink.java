package io.orderwire.gateway.sequence;

import io.orderwire.gateway.match.RecordView;

/** Takes new orders and reports of losses, in the order of each partition. */
public interface RecordSink {
    /** An order that was not seen before; the view is valid during the call. */
    void order(RecordView order);

    /** An order with a lower sequence than others that were passed on before; the view is valid during the call. */
    void late(RecordView order);

    /** A gap, JSON, at its place in a partition. A gap in all partitions is passed on in each, with the same text. */
    void gap(int partition, String json);
}
