package io.orderwire.gateway.session;

import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.Rates;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Limits the rate of messages of all clients of an address, and of all clients with a token. Thread-safe. */
public final class MessageRates {
    /**
     * Messages a second.
     *
     * @param ofAddress messages of one address, in the long run
     * @param ofToken messages of one token, in the long run
     */
    public record Limits(int ofAddress, int ofToken) {}

    private final Limits limits;
    private final Rates ofAddress;
    private final Rates ofToken;

    /** Begins with nothing sent. */
    public MessageRates(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.ofAddress = new Rates(limits.ofAddress, nanoTime);
        this.ofToken = new Rates(limits.ofToken, nanoTime);
    }

    /** The limit that a payer has reached, null if none. */
    @Nullable
    String reached(Payer payer) {
        if (ofAddress.waitNanos(payer.address()) > 0) {
            return "all clients of this address: gateway.address.messages.per.second is " + limits.ofAddress;
        }
        if (ofToken.waitNanos(payer.token()) > 0) {
            return "all clients with this token: gateway.token.messages.per.second is " + limits.ofToken;
        }
        return null;
    }

    /** Counts messages that were received. */
    void charge(Payer payer, int messages) {
        ofAddress.charge(payer.address(), messages);
        ofToken.charge(payer.token(), messages);
    }
}
