package io.orderwire.gateway.http;

import io.orderwire.gateway.hub.Hub;
import io.orderwire.gateway.protocol.Answers;
import io.orderwire.gateway.protocol.Request;
import io.orderwire.gateway.protocol.RequestReader;
import io.orderwire.gateway.session.Client;
import io.orderwire.websocket.frame.CloseCode;
import io.orderwire.websocket.transport.Receiver;

/** Reads the requests of one client. On its I/O thread. */
final class ClientReceiver implements Receiver {
    private final Client client;
    private final Hub hub;
    private final RequestReader requests;

    ClientReceiver(Client client, Hub hub, RequestReader requests) {
        this.client = client;
        this.hub = hub;
        this.requests = requests;
    }

    @Override
    public void attempt(Runnable work) {
        client.attempt(work);
    }

    @Override
    public boolean isEnding() {
        return client.isEnding();
    }

    @Override
    public void text(String message) {
        Request request = requests.read(message);
        if (request instanceof Request.Ping) {
            client.answer(Answers.pong());
        } else if (request instanceof Request.Post post) {
            client.answer(Answers.postRefused(post.id()));
        } else {
            hub.request(client, request);
        }
    }

    @Override
    public void binary() {
        client.close(CloseCode.NOT_TEXT, "text messages only");
    }

    @Override
    public boolean pong() {
        return client.pong();
    }

    @Override
    public void closed() {
        client.closed();
    }
}
