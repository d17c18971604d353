package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.Request;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Frame;

/** Messages of other threads to the hub. */
sealed interface HubMessage {
    /** A client sent a request. */
    record Asked(Client client, Request request) implements HubMessage {}

    /** A client has disconnected; it may take several such messages until all its subscriptions have ended. */
    record Gone(Client client) implements HubMessage {}

    /** A second has passed. */
    record Tick() implements HubMessage {}

    /** The pipeline has reported a loss. */
    record LossKnown(Frame frame) implements HubMessage {}

    /**
     * The process stops.
     *
     * @param farewell runs after the last frames
     */
    record Stop(Runnable farewell) implements HubMessage {}
}
