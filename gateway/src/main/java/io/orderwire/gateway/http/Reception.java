package io.orderwire.gateway.http;

import io.orderwire.gateway.hub.Hub;
import io.orderwire.gateway.protocol.RequestReader;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.MessageLimit;
import io.orderwire.gateway.session.MessageRates;
import io.orderwire.gateway.stats.SessionMetrics;
import io.orderwire.websocket.transport.Connection;
import java.util.function.LongSupplier;

/** Receives the messages of clients within their limits, and passes their requests to the hub. */
public final class Reception {
    private final Hub hub;
    private final RequestReader requests;
    private final MessageRates rates;
    private final LongSupplier nanoTime;
    private final SessionMetrics metrics;

    /** Serves all clients. */
    public Reception(
            Hub hub, RequestReader requests, MessageRates rates, LongSupplier nanoTime, SessionMetrics metrics) {
        this.hub = hub;
        this.requests = requests;
        this.rates = rates;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
    }

    /** Begins to receive the client's messages; called on the client's I/O thread. */
    void begin(Client client, Connection connection) {
        connection.receive(
                new ClientReceiver(client, hub, requests),
                new MessageLimit(client, rates, nanoTime),
                client.limits().messages().bytes(),
                metrics::closed);
    }

    /** Reports to the hub that the client's connection has closed. */
    void gone(Client client) {
        hub.gone(client);
    }
}
