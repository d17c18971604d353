package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.sequence.CursorSource;
import io.orderwire.gateway.stats.GatewayMetrics;

/** Makes the streams of frames for a subscription that begins in the past: first its own one, later the live one. */
public interface Streams {
    /** Length of the longest frame, bytes. */
    int frameBytes();

    /**
     * Creates a stream of frames for a single subscriber; may be called by any thread.
     *
     * @param cursors position of the stream
     * @param name the id in its frames, empty for none
     * @param metrics counts its frames
     * @throws IllegalArgumentException when such a subscription cannot begin in the past
     */
    FrameStream alone(
            CursorSource cursors, SubscriptionSpec spec, String name, Subscriber recipient, GatewayMetrics metrics);

    /**
     * Adds a subscriber to the live stream from the next record on; on the hub's thread.
     *
     * @return removes the subscriber
     */
    Runnable joinLive(SubscriptionSpec spec, String name, Subscriber recipient);

    /** Removes live streams without subscribers, which a failure may have left; on the hub's thread. */
    void dropEmpty();
}
