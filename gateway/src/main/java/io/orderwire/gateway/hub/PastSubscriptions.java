package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.gateway.protocol.TextFrame;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Subscription;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Subscriptions that begin in the past, from the request until they are part of the live stream. */
public interface PastSubscriptions {
    /**
     * A subscription that a client requests.
     *
     * @param id the id in its frames, null if they do not have one
     * @param json the subscription as the client wrote it
     * @param bill pays for it
     */
    record Request(
            Client client,
            Subscription subscription,
            SubscriptionSpec spec,
            @Nullable String id,
            String json,
            Bill bill) {}

    /** Result of a request. */
    sealed interface Answer permits Accepted, Refused {}

    /**
     * The subscription was accepted; the client gets its answer once the start position is known.
     *
     * @param leave ends the subscription
     */
    record Accepted(Runnable leave) implements Answer {}

    /**
     * The subscription does not begin.
     *
     * @param error for the client
     */
    record Refused(TextFrame error) implements Answer {}

    /**
     * A subscription that cannot continue and has to be removed.
     *
     * @param error for the client
     */
    record Ended(Client client, Subscription subscription, SubscriptionSpec spec, TextFrame error) {}

    /** Returns an error if a subscription cannot begin at its position, otherwise null. */
    @Nullable
    TextFrame refusal(SubscriptionSpec spec, String json);

    /** Begins a subscription, at once or after others have caught up. */
    Answer begin(Request request);

    /** Handles a message of the replay agent; returns false if none waits. */
    boolean handleNext(Consumer<Ended> ended);

    /** True if a message waits. */
    boolean hasMessages();

    /** To be called once a second. */
    void tick(Consumer<Ended> ended);
}
