package io.orderwire.gateway.serve;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bounds the connections of each address and of each token. Thread-safe. */
public final class Admission {
    /**
     * The holder of a connection.
     *
     * @param address of the client, as far as trusted proxies name it
     * @param token that it brought, or null where none is needed
     */
    record Holder(String address, Tokens.@Nullable Token token) {
        static Holder of(InetAddress address, Tokens.@Nullable Token token) {
            return new Holder(address.getHostAddress(), token);
        }
    }

    private final Tokens tokens;
    private final int mostOfAddress;
    private final int mostOfToken;
    private final Map<String, Integer> ofAddress = new HashMap<>();
    private final Map<String, Integer> ofToken = new HashMap<>();

    /** Lets in those with a token of {@code tokens}, so many connections of each address and of each token. */
    public Admission(Tokens tokens, int mostOfAddress, int mostOfToken) {
        this.tokens = tokens;
        this.mostOfAddress = mostOfAddress;
        this.mostOfToken = mostOfToken;
    }

    Tokens tokens() {
        return tokens;
    }

    /** Whether it may hold one more. */
    synchronized boolean hasRoom(Holder holder) {
        Tokens.Token token = holder.token();
        return ofAddress.getOrDefault(holder.address(), 0) < mostOfAddress
                && (token == null || ofToken.getOrDefault(token.hash(), 0) < mostOfToken);
    }

    /** Counts a connection; false when there is no room for it, and it is not counted. */
    synchronized boolean connect(Holder holder) {
        if (!hasRoom(holder)) {
            return false;
        }
        ofAddress.merge(holder.address(), 1, Integer::sum);
        if (holder.token() != null) {
            ofToken.merge(holder.token().hash(), 1, Integer::sum);
        }
        return true;
    }

    /** A connection that was counted is gone. */
    synchronized void disconnect(Holder holder) {
        ofAddress.computeIfPresent(holder.address(), (same, count) -> count == 1 ? null : count - 1);
        if (holder.token() != null) {
            ofToken.computeIfPresent(holder.token().hash(), (same, count) -> count == 1 ? null : count - 1);
        }
    }
}
