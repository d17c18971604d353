package io.orderwire.gateway.session;

import io.orderwire.runtime.rate.TokenBucket;
import io.orderwire.websocket.frame.CloseCode;
import io.orderwire.websocket.frame.ReceiveLimit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the messages that one client sends. The client is closed if it exceeds its own limit, or if all clients of its
 * address or with its token together exceed theirs. Used by the client's I/O thread.
 */
public final class MessageLimit implements ReceiveLimit {
    private final Client client;
    private final MessageRates rates;
    private final LongSupplier nanoTime;
    private final TokenBucket own;

    /** Begins with a full burst. */
    public MessageLimit(Client client, MessageRates rates, LongSupplier nanoTime) {
        this.client = client;
        this.rates = rates;
        this.nanoTime = nanoTime;
        this.own = TokenBucket.full(
                client.limits().messages().perSecond(),
                client.limits().messages().burst(),
                nanoTime.getAsLong());
    }

    @Override
    public boolean admit(int messages) {
        String reached = reached();
        if (reached != null) {
            client.close(CloseCode.RATE, "too many messages of " + reached);
            return false;
        }
        charge(messages);
        return true;
    }

    private @Nullable String reached() {
        return own.has(nanoTime.getAsLong())
                ? rates.reached(client.payer())
                : "this client: gateway.messages.per.second is "
                        + client.limits().messages().perSecond();
    }

    @Override
    public void charge(int messages) {
        own.take(messages);
        rates.charge(client.payer(), messages);
    }
}
