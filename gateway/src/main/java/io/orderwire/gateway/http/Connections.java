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
import io.orderwire.websocket.frame.Intake;
import io.orderwire.websocket.frame.ReadTurns;
import io.orderwire.websocket.handshake.Requester;
import io.orderwire.websocket.limit.Backlog;
import io.orderwire.websocket.transport.Pongs;
import io.orderwire.websocket.transport.UndertowTransport;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/** Makes a client of each connection that opens, and takes it away when it closes. */
public final class Connections implements WebSocketConnectionCallback {
    private final Clients clients;
    private final ClientLimits limits;
    private final Admission admission;
    private final Backlog backlog;
    private final Map<Client, Admission.Holder> holders = new ConcurrentHashMap<>();
    private final IoThreads lanes;
    private final Hub fanout;
    private final RequestReader requests;
    private final LongSupplier nanoTime;
    private final GatewayMetrics metrics;
    private final MessageRates rates;
    private final CompressionBudget compression;
    private final Map<XnioExecutor, ReadTurns> turns = new ConcurrentHashMap<>();

    /** Has none yet. */
    public Connections(
            Clients clients,
            ClientLimits limits,
            Admission admission,
            Backlog backlog,
            MessageRates rates,
            CompressionBudget compression,
            IoThreads lanes,
            Hub fanout,
            RequestReader requests,
            LongSupplier nanoTime,
            GatewayMetrics metrics) {
        this.clients = clients;
        this.limits = limits;
        this.admission = admission;
        this.backlog = backlog;
        this.lanes = lanes;
        this.fanout = fanout;
        this.requests = requests;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
        this.rates = rates;
        this.compression = compression;
    }

    /** On the connection's I/O thread. */
    @Override
    public void onConnect(WebSocketHttpExchange exchange, WebSocketChannel channel) {
        Admission.Holder holder =
                Admission.Holder.of(exchange.getAttachment(Requester.KEY), exchange.getAttachment(Authorization.TOKEN));
        Client client = new Client(
                new UndertowTransport(channel, compression.open(holder.payer()), metrics::closed),
                lanes.of(channel.getIoThread()),
                holder.payer(),
                limits,
                backlog,
                nanoTime,
                metrics);
        channel.addCloseTask(closed -> {
            client.gone();
            clients.remove(client);
            disconnect(client);
            fanout.gone(client);
        });
        if (!client.attempt(() -> begin(client, holder, channel))) {
            // Nobody may sweep it yet, and so end the connection when its time is over.
            IoUtils.safeClose(channel);
        }
    }

    private void begin(Client client, Admission.Holder holder, WebSocketChannel channel) {
        boolean room = clients.add(client) && admission.connect(holder);
        if (room) {
            holders.put(client, holder);
        }
        MessageLimit limit = new MessageLimit(client, rates, nanoTime);
        Intake.of(channel).begin(limit, turns.computeIfAbsent(channel.getIoThread(), ReadTurns::new));
        channel.getReceiveSetter()
                .set(new ClientListener(client, limit, new Pongs(channel), fanout, requests, metrics));
        channel.resumeReceives();
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
