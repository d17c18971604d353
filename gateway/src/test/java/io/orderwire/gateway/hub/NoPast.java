package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.protocol.TextFrame;
import java.util.function.Consumer;

/** For tests of the live stream alone. */
final class NoPast implements PastSubscriptions {
    @Override
    public TextFrame refusal(SubscriptionSpec spec, String json) {
        return null;
    }

    @Override
    public Answer begin(Request request) {
        throw new IllegalStateException("nobody reads the past");
    }

    @Override
    public boolean handleNext(Consumer<Ended> ended) {
        return false;
    }

    @Override
    public boolean hasMessages() {
        return false;
    }

    @Override
    public void tick(Consumer<Ended> ended) {}
}
