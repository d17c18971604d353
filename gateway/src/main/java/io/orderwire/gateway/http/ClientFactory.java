package io.orderwire.gateway.http;

import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.stats.SessionMetrics;
import io.orderwire.websocket.deflate.CompressionBudget;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.transport.Connection;

/**
 * Creates the client of a connection, with a transport that draws on the compression budget, and with the connection's
 * I/O thread.
 */
public final class ClientFactory {
    private final Client.Setup setup;
    private final CompressionBudget compression;
    private final IoThreads ioThreads;
    private final SessionMetrics metrics;

    /**
     * Creates the clients of all connections.
     *
     * @param setup parts that all clients share
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
