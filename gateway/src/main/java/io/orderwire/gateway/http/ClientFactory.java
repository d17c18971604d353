package io.orderwire.gateway.http;

import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.stats.SessionMetrics;
import io.orderwire.websocket.deflate.CompressionBudget;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.transport.Connection;

/** Makes the client of a connection: gives it a transport with a share of the compression, and its I/O thread. */
public final class ClientFactory {
    private final Client.Setup setup;
    private final CompressionBudget compression;
    private final IoThreads ioThreads;
    private final SessionMetrics metrics;

    /**
     * For all connections.
     *
     * @param setup what all clients have in common
     */
    public ClientFactory(
            Client.Setup setup, CompressionBudget compression, IoThreads ioThreads, SessionMetrics metrics) {
        this.setup = setup;
        this.compression = compression;
        this.ioThreads = ioThreads;
        this.metrics = metrics;
    }

    Client clientOf(Connection connection, Payer payer) {
        return new Client(
                connection.transport(compression.open(payer), metrics::closed),
                ioThreads.of(connection.ioThread()),
                payer,
                setup);
    }
}
