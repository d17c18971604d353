package io.orderwire.gateway.hub;

import io.orderwire.gateway.protocol.Answers;
import io.orderwire.gateway.protocol.Request;
import io.orderwire.gateway.session.Client;
import io.orderwire.websocket.frame.CloseCode;

/** Answers the requests of clients. */
final class Requests {
    private final Subscriptions subscriptions;
    private final ClientWork work;

    Requests(Subscriptions subscriptions, ClientWork work) {
        this.subscriptions = subscriptions;
        this.work = work;
    }

    /** Handles a request and charges its client, which is closed if its debt is too high. */
    void handle(Client client, Request request) {
        WorkAccount debtor = work.charge(client, (long) request.length() * Work.CHARACTER);
        if (debtor != null) {
            client.close(CloseCode.RATE, debtor.limit());
            return;
        }
        if (request instanceof Request.Subscribe subscribe) {
            subscriptions.subscribe(client, subscribe.spec(), subscribe.json());
        } else if (request instanceof Request.Unsubscribe unsubscribe) {
            subscriptions.unsubscribe(client, unsubscribe.spec(), unsubscribe.json());
        } else if (request instanceof Request.Refused refused) {
            client.offer(null, Answers.error(refused.error(), refused.detail()));
        } else if (request instanceof Request.Post post) {
            client.offer(null, Answers.postRefused(post.id()));
        } else {
            client.offer(null, Answers.pong());
        }
    }
}
