package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.sequence.CursorSource;
import io.orderwire.gateway.stats.GatewayMetrics;

/** The streams of frames for a subscription that begins in the past: one of its own first, and a live one later. */
public interface Streams {
    /** Length of the longest frame, bytes. */
    int frameBytes();

    /**
     * Creates a stream of frames for one recipient alone; any thread.
     *
     * @param cursors where that stream is
     * @param name that the frames bear, empty for none
     * @param metrics counts its frames
     * @throws IllegalArgumentException when such a subscription cannot begin in the past
     */
    FrameStream alone(
            CursorSource cursors, SubscriptionSpec spec, String name, Subscriber recipient, GatewayMetrics metrics);

    /**
     * Makes the recipient a subscriber of the live stream, from the next record on; on the hub's thread.
     *
     * @return ends that
     */
    Runnable joinLive(SubscriptionSpec spec, String name, Subscriber recipient);

    /** Removes live streams without subscribers, which a failure may have left; on the hub's thread. */
    void dropEmpty();
}
