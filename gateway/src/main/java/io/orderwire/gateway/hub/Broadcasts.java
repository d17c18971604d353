package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Frame;
import io.orderwire.gateway.session.Subscription;
import java.util.function.Supplier;

/** Channels that are the same for everybody: figures of the pipeline, and losses. */
final class Broadcasts {
    private final Subscribers pipeline = new Subscribers();
    private final Subscribers gaps = new Subscribers();
    private final Supplier<Frame> figures;

    /** Asks {@code figures} for the figures of the moment, as a frame. */
    Broadcasts(Supplier<Frame> figures) {
        this.figures = figures;
    }

    Subscribers of(SubscriptionSpec spec) {
        return spec instanceof SubscriptionSpec.Pipeline ? pipeline : gaps;
    }

    /** A new subscriber of figures need not wait for the next second. */
    void greet(Client client, Subscription subscription, SubscriptionSpec spec) {
        if (spec instanceof SubscriptionSpec.Pipeline) {
            client.offer(subscription, figures.get());
        }
    }

    void sendStats() {
        if (!pipeline.isEmpty()) {
            pipeline.deliver(figures.get());
        }
    }

    void sendGap(Frame gap) {
        gaps.deliver(gap);
    }
}
