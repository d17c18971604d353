package io.orderwire.gateway.serve;

import io.orderwire.gateway.client.Payer;
import io.orderwire.gateway.client.Shares;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Bounds the connections of each address and of each token. Thread-safe. */
public final class Admission {
    /**
     * The holder of a connection.
     *
     * @param payer who pays for it
     * @param token that it brought, or null where none is needed
     */
    record Holder(Payer payer, Tokens.@Nullable Token token) {
        static Holder of(InetAddress address, Tokens.@Nullable Token token) {
            return new Holder(Payer.of(address, token == null ? null : token.hash()), token);
        }
    }

    private final Tokens tokens;
    private final Shares connections;

    /** Lets in those with a token of {@code tokens}, so many connections of each address and of each token. */
    public Admission(Tokens tokens, int mostOfAddress, int mostOfToken) {
        this.tokens = tokens;
        this.connections = new Shares(mostOfAddress, mostOfToken);
    }

    Tokens tokens() {
        return tokens;
    }

    /** Whether it may hold one more. */
    boolean hasRoom(Holder holder) {
        return connections.hasRoom(holder.payer());
    }

    /** Counts a connection; false when there is no room for it, and it is not counted. */
    boolean connect(Holder holder) {
        return connections.take(holder.payer());
    }

    /** A connection that was counted is gone. */
    void disconnect(Holder holder) {
        connections.release(holder.payer());
    }
}
