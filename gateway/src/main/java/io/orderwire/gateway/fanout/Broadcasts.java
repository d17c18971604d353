package io.orderwire.gateway.fanout;

import io.orderwire.gateway.client.Client;
import io.orderwire.gateway.client.Frame;
import io.orderwire.gateway.client.Subscription;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import java.util.function.Supplier;

/** Channels that are the same for everybody: figures of the pipeline, and losses. Used by the reading thread. */
final class Broadcasts {
    private final Members pipeline = new Members();
    private final Members gaps = new Members();
    private final Supplier<Frame> figures;

    /** Asks {@code figures} for the figures of the moment, as a frame. */
    Broadcasts(Supplier<Frame> figures) {
        this.figures = figures;
    }

    Members of(SubscriptionSpec spec) {
        return spec instanceof SubscriptionSpec.Pipeline ? pipeline : gaps;
    }

    /** A new subscriber of figures need not wait for the next second. */
    void greet(Client client, Subscription subscription, SubscriptionSpec spec) {
        if (spec instanceof SubscriptionSpec.Pipeline) {
            client.offer(subscription, figures.get());
        }
    }

    void tellFigures() {
        if (!pipeline.isEmpty()) {
            pipeline.deliver(figures.get());
        }
    }

    void tellGap(Frame gap) {
        gaps.deliver(gap);
    }
}
