package io.orderwire.gateway.http;

import io.orderwire.gateway.session.Client;
import io.orderwire.gateway.session.Clients;
import io.orderwire.websocket.frame.CloseCode;
import io.orderwire.websocket.handshake.Requester;
import io.orderwire.websocket.transport.Connection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Creates a client for each connection that opens, and removes the client when the connection closes. */
public final class Connections {
    private final Clients clients;
    private final Admission admission;
    private final ClientFactory factory;
    private final Reception reception;
    private final Map<Client, Admission.Holder> holders = new ConcurrentHashMap<>();

    /** Begins without clients. */
    public Connections(Clients clients, Admission admission, ClientFactory factory, Reception reception) {
        this.clients = clients;
        this.admission = admission;
        this.factory = factory;
        this.reception = reception;
    }

    /** Creates the client of a connection; called on the connection's I/O thread. */
    public void open(Connection connection) {
        Requester requester = Objects.requireNonNull(connection.attachment(Requester.KEY));
        Admission.Holder holder = Admission.Holder.of(requester, connection.attachment(Authorization.TOKEN));
        Client client = factory.clientOf(connection, holder.payer());
        connection.onClose(() -> {
            client.gone();
            clients.remove(client);
            disconnect(client);
            reception.gone(client);
        });
        if (!client.attempt(() -> begin(client, holder, connection))) {
            // The sweep that enforces the deadline of a closing client may not know this client yet.
            connection.cut();
        }
    }

    private void begin(Client client, Admission.Holder holder, Connection connection) {
        boolean room = clients.add(client) && admission.connect(holder);
        if (room) {
            holders.put(client, holder);
        }
        reception.begin(client, connection);
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

    /** Reads the token file again if it has changed; called at intervals by one thread. */
    public void refreshTokens() {
        admission.tokens().refresh();
    }

    /** Closes connections whose token has expired or was removed from the token file; called at intervals. */
    public void sweepTokens() {
        holders.forEach((client, holder) -> client.attempt(() -> {
            if (holder.token() != null && !admission.tokens().holds(holder.token())) {
                client.close(CloseCode.TOKEN_EXPIRED, "the token is no longer valid");
            }
        }));
    }
}
