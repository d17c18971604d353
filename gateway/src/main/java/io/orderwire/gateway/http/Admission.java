package io.orderwire.gateway.http;

import io.orderwire.websocket.handshake.Requester;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.Rates;
import io.orderwire.websocket.limit.Shares;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Bounds the connections of each address and of each token. Thread-safe. */
public final class Admission {
    /**
     * The holder of a connection.
     *
     * @param payer who pays for it
     * @param token the client's token, or null if tokens are not required
     */
    record Holder(Payer payer, Tokens.@Nullable Token token) {
        static Holder of(Requester requester, Tokens.@Nullable Token token) {
            return new Holder(requester.payer(token == null ? null : token.hash()), token);
        }
    }

    /**
     * Bounds of WebSocket connections.
     *
     * @param ofAddress of each address
     * @param ofToken of each token
     * @param handshakesPerSecond of each address in the long run, ten times as many at once
     */
    public record Limits(int ofAddress, int ofToken, int handshakesPerSecond) {}

    private final Tokens tokens;
    private final Limits limits;
    private final Shares connections;
    private final Rates handshakes;

    /** Admits the holders of {@code tokens}. */
    public Admission(Tokens tokens, Limits limits, LongSupplier nanoTime) {
        this.tokens = tokens;
        this.limits = limits;
        this.connections = new Shares(limits.ofAddress, limits.ofToken);
        this.handshakes = new Rates(limits.handshakesPerSecond, nanoTime);
    }

    Tokens tokens() {
        return tokens;
    }

    /** Counts a handshake; returns the limit that it exceeds, if it may not begin now, otherwise null. */
    @Nullable
    OverLimit handshake(Holder holder) {
        Payer payer = holder.payer();
        long waitNanos = handshakes.take(payer.address());
        if (waitNanos > 0) {
            return new OverLimit(
                    "this address connects too often",
                    "gateway.address.handshakes.per.second",
                    limits.handshakesPerSecond,
                    waitNanos);
        }
        if (connections.hasRoom(payer)) {
            return null;
        }
        return connections.hasRoom(new Payer(payer.address(), null))
                ? new OverLimit(
                        "this token has as many connections as it may have",
                        "gateway.token.connections",
                        limits.ofToken,
                        0)
                : new OverLimit(
                        "this address has as many connections as it may have",
                        "gateway.address.connections",
                        limits.ofAddress,
                        0);
    }

    /** Counts a connection and returns true; returns false, and does not count it, if a limit is reached. */
    boolean connect(Holder holder) {
        return connections.take(holder.payer());
    }

    /** Ends the count of a connection. */
    void disconnect(Holder holder) {
        connections.release(holder.payer());
    }
}
