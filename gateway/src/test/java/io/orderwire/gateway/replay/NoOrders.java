package io.orderwire.gateway.replay;

import io.orderwire.gateway.hub.FrameStream;
import io.orderwire.gateway.match.RecordView;

/** A stream that ignores orders. */
class NoOrders implements FrameStream {
    @Override
    public void order(RecordView order) {}

    @Override
    public void late(RecordView order) {}

    @Override
    public void gap(int partition, String json) {}

    @Override
    public void flushDue() {}

    @Override
    public void flushAll() {}
}
