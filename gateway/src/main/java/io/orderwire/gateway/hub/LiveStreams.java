package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.StartPosition;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.sequence.CursorSource;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.time.Clock;
import java.util.BitSet;
import java.util.Set;
import java.util.function.LongSupplier;

/** The shared subscriptions of the live stream, and separate streams that make the same frames. */
public final class LiveStreams implements Streams {
    /** Replays fill their frames, so the batch time hardly matters. */
    private static final int REPLAY_BATCH_MS = 1;

    private final Hub.Setup setup;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final SharedSubscriptions live;

    /** @param cursors position of the live stream */
    public LiveStreams(
            Hub.Setup setup, CursorSource cursors, Clock clock, LongSupplier nanoTime, GatewayMetrics metrics) {
        this.setup = setup;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.live = groups(cursors, setup.updatesBatchMs(), metrics);
    }

    private SharedSubscriptions groups(CursorSource cursors, int updatesBatchMs, GatewayMetrics metrics) {
        FrameSource source = new FrameSource(cursors, clock, setup.frameBytes(), setup.partitions());
        return new SharedSubscriptions(source, updatesBatchMs, setup.partitions(), nanoTime, metrics);
    }

    SharedSubscriptions live() {
        return live;
    }

    /** The partitions of these users. */
    public static BitSet partitionsOf(Set<String> users, int partitions) {
        return GroupTable.partitionsOf(users, partitions);
    }

    @Override
    public int frameBytes() {
        return setup.frameBytes();
    }

    @Override
    public FrameStream alone(
            CursorSource cursors, SubscriptionSpec spec, String name, Subscriber recipient, GatewayMetrics metrics) {
        SharedSubscriptions own = groups(cursors, REPLAY_BATCH_MS, metrics);
        SubscriptionSpec batched = spec instanceof SubscriptionSpec.Orders orders
                ? new SubscriptionSpec.Orders(
                        orders.id(), orders.filter(), REPLAY_BATCH_MS, StartPosition.LATEST, orders.frameBytes())
                : spec;
        own.join(own.groupOf(batched, recipient.bill()), name, recipient);
        return own;
    }

    @Override
    public Runnable joinLive(SubscriptionSpec spec, String name, Subscriber recipient) {
        SharedSubscription group = live.groupOf(spec, recipient.bill());
        live.join(group, name, recipient);
        return () -> live.leave(group, name, recipient);
    }

    @Override
    public void dropEmpty() {
        live.dropEmpty();
    }
}
