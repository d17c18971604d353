package io.orderwire.gateway.session;

import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.Rates;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Limits the message rate of all clients of an address together, and of all clients with the same token. Thread-safe. */
public final class MessageRates {
    /**
     * Long-term rates, messages a second.
     *
     * @param ofAddress limit of all clients of an address
     * @param ofToken limit of all clients with the same token
     */
    public record Limits(int ofAddress, int ofToken) {}

    private final Limits limits;
    private final Rates ofAddress;
    private final Rates ofToken;

    /** Begins with full buckets, each of which holds ten seconds of its rate. */
    public MessageRates(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.ofAddress = new Rates(limits.ofAddress, nanoTime);
        this.ofToken = new Rates(limits.ofToken, nanoTime);
    }

    /** Describes the limit that a payer has reached; null if it has reached neither. */
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

    /** Counts messages that a client has sent. */
    void charge(Payer payer, int messages) {
        ofAddress.charge(payer.address(), messages);
        ofToken.charge(payer.token(), messages);
    }
}
