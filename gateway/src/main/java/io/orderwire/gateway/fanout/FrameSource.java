package io.orderwire.gateway.fanout;

import io.orderwire.gateway.protocol.OrdersFrame;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** Encodes frames that carry a cursor and the time. Used by one thread at a time. */
final class FrameSource {
    private final OrdersFrame.Encoder encoder = new OrdersFrame.Encoder();
    private final Supplier<String> cursor;
    private final Clock clock;
    private final int frameBytes;

    /** Cursors name what the reading thread has handed out so far, and so what stands in frames up to now. */
    FrameSource(Supplier<String> cursor, Clock clock, int frameBytes) {
        this.cursor = cursor;
        this.clock = clock;
        this.frameBytes = frameBytes;
    }

    int frameBytes() {
        return frameBytes;
    }

    String cursor() {
        return cursor.get();
    }

    OrdersFrame encode(byte[] id, List<byte[]> orders, long dropped, List<byte[]> gaps) {
        return encoder.encode(id, orders, dropped, gaps, cursor.get(), clock.millis());
    }
}
