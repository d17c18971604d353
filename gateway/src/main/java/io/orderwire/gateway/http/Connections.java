package io.orderwire.gateway.http;

import io.orderwire.gateway.hub.Hub;
import io.orderwire.gateway.protocol.RequestReader;
import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.ClientLimits;
import io.orderwire.gateway.session.Clients;
import io.orderwire.gateway.session.MessageLimit;
import io.orderwire.gateway.session.MessageRates;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.websocket.deflate.CompressionBudget;
import io.orderwire.websocket.frame.CloseCode;
import io.orderwire.websocket.handshake.Requester;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.transport.Connection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Makes a client of each connection that opens, and takes it away when it closes. */
public final class Connections {
    private final Clients clients;
    private final ClientLimits limits;
    private final Admission admission;
    private final SendMemory sendMemory;
    private final Map<Client, Admission.Holder> holders = new ConcurrentHashMap<>();
    private final IoThreads ioThreads;
    private final Hub hub;
    private final RequestReader requests;
    private final LongSupplier nanoTime;
    private final GatewayMetrics metrics;
    private final MessageRates rates;
    private final CompressionBudget compression;

    /** Has none yet. */
    public Connections(
            Clients clients,
            ClientLimits limits,
            Admission admission,
            SendMemory sendMemory,
            MessageRates rates,
            CompressionBudget compression,
            IoThreads ioThreads,
            Hub hub,
            RequestReader requests,
            LongSupplier nanoTime,
            GatewayMetrics metrics) {
        this.clients = clients;
        this.limits = limits;
        this.admission = admission;
        this.sendMemory = sendMemory;
        this.ioThreads = ioThreads;
        this.hub = hub;
        this.requests = requests;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
        this.rates = rates;
        this.compression = compression;
    }

    /** Makes a client of a connection. On its I/O thread. */
    public void open(Connection connection) {
        Requester requester = Objects.requireNonNull(connection.attachment(Requester.KEY));
        Admission.Holder holder = Admission.Holder.of(requester, connection.attachment(Authorization.TOKEN));
        Client client = new Client(
                connection.transport(compression.open(holder.payer()), metrics.sessions()::closed),
                ioThreads.of(connection.ioThread()),
                holder.payer(),
                new Client.Setup(limits, sendMemory, nanoTime, metrics.sessions()));
        connection.onClose(() -> {
            client.gone();
            clients.remove(client);
            disconnect(client);
            hub.gone(client);
        });
        if (!client.attempt(() -> begin(client, holder, connection))) {
            // Nobody may sweep it yet, and so end the connection when its time is over.
            connection.cut();
        }
    }

    private void begin(Client client, Admission.Holder holder, Connection connection) {
        boolean room = clients.add(client) && admission.connect(holder);
        if (room) {
            holders.put(client, holder);
        }
        MessageLimit limit = new MessageLimit(client, rates, nanoTime);
        connection.receive(
                new ClientReceiver(client, hub, requests), limit, limits.messages().bytes(), metrics.sessions()::closed);
        if (!room) {
            client.close(CloseCode.TOO_MANY, "no room for another client");
        }
    }

    private void disconnect(Client client) {
        Admission.Holder holder = holders.remove(client);
        if (holder != null) {
            admission.disconnect(holder);
        }
    }

    /** Reads the file of the tokens if it has changed; called at intervals, by one thread. */
    public void refreshTokens() {
        admission.tokens().refresh();
    }

    /** Closes connections whose token has expired or was removed from the file; called at intervals. */
    public void sweepTokens() {
        holders.forEach((client, holder) -> client.attempt(() -> {
            if (holder.token() != null && !admission.tokens().holds(holder.token())) {
                client.close(CloseCode.TOKEN_EXPIRED, "the token holds no more");
            }
        }));
    }
}
