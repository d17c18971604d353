package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Frame;
import io.orderwire.gateway.session.Subscription;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels that have the same content for all subscribers: stats of the pipeline, and losses. A failed broadcast is
 * counted and logged, and does not end the hub's thread.
 */
final class Broadcasts {
    private static final Logger log = LoggerFactory.getLogger(Broadcasts.class);

    private final Subscribers pipeline = new Subscribers();
    private final Subscribers gaps = new Subscribers();
    private final Supplier<Frame> stats;
    private final GatewayMetrics metrics;

    /** Sends the frames that {@code stats} returns, which hold the current stats. */
    Broadcasts(Supplier<Frame> stats, GatewayMetrics metrics) {
        this.stats = stats;
        this.metrics = metrics;
    }

    Subscribers of(SubscriptionSpec spec) {
        return spec instanceof SubscriptionSpec.Pipeline ? pipeline : gaps;
    }

    /** Sends the current stats to a new subscriber of the stats, so that it does not wait for the next tick. */
    void greet(Client client, Subscription subscription, SubscriptionSpec spec) {
        if (spec instanceof SubscriptionSpec.Pipeline) {
            client.offer(subscription, stats.get());
        }
    }

    void sendStats() {
        if (!pipeline.isEmpty()) {
            send(() -> pipeline.deliver(stats.get()));
        }
    }

    void sendGap(Frame gap) {
        send(() -> gaps.deliver(gap));
    }

    private void send(Runnable broadcast) {
        try {
            broadcast.run();
        } catch (RuntimeException | StackOverflowError e) {
            metrics.hub().broadcastFailed();
            log.error("could not broadcast stats or losses", e);
        }
    }
}
