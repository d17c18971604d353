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
     * One that a client asks for.
     *
     * @param id that its frames bear, null if they bear none
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
     * The client is answered as soon as it is known where the subscription begins.
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
     * A subscription that cannot continue, and is to be removed.
     *
     * @param error for the client
     */
    record Ended(Client client, Subscription subscription, SubscriptionSpec spec, TextFrame error) {}

    /** The error for a subscription that cannot begin at its position, null if it can. */
    @Nullable
    TextFrame refusal(SubscriptionSpec spec, String json);

    /** Begins a subscription, now or when others have caught up. */
    Answer begin(Request request);

    /** Handles a message of the thread that reads the past; false if none waits. */
    boolean handleNext(Consumer<Ended> ended);

    /** True if a message waits. */
    boolean hasMessages();

    /** To be called once a second. */
    void tick(Consumer<Ended> ended);
}
