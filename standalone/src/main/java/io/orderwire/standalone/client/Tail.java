package io.orderwire.standalone.client;

import io.orderwire.client.OrdersClient;
import io.orderwire.client.OrdersClient.CursorException;
import io.orderwire.client.OrdersClient.RefusedException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Prints live orders, a line each, until nobody reads them; resumes after the last one when the connection breaks. */
public final class Tail {
    private static final int OK = 0;
    private static final int REFUSED = 2;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final long PAUSE_MS = 500;

    private final URI url;
    private final SSLContext trust;
    private final @Nullable String token;
    private final ShownOrders filter;
    private final TailOutput output;

    /**
     * Prints the orders that match a filter.
     *
     * @param url the gateway's WebSocket, {@code ws:} or {@code wss:}
     * @param trust decides whether the gateway's certificate is trusted, if it uses TLS
     * @param token bearer token to send, or null
     */
    public Tail(URI url, SSLContext trust, @Nullable String token, ShownOrders filter, TailOutput output) {
        this.url = url;
        this.trust = trust;
        this.token = token;
        this.filter = filter;
        this.output = output;
    }

    /**
     * Returns an exit code: 0 if nobody reads the output any more, 2 if the gateway refuses the connection or the
     * subscription, or has a certificate that is not trusted.
     */
    public int run() throws InterruptedException {
        while (true) {
            try {
                follow();
                return OK;
            } catch (CursorException e) {
                String why = String.valueOf(e.getMessage());
                // The rest of the message repeats the subscription.
                int end = why.indexOf(": {");
                output.note("# " + Address.shown(url) + ": " + (end < 0 ? why : why.substring(0, end))
                        + "; going back to new orders, orders until then are not shown");
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            } catch (RefusedException e) {
                String refusal = Trust.refusal(e);
                output.note(
                        refusal == null
                                ? "orderwire: the gateway says: " + why(e)
                                : "orderwire: no orders from " + Address.shown(url) + ": " + refusal);
                return REFUSED;
            }
        }
    }

    /** Prints orders, beginning with new ones, until nobody reads them. */
    private void follow() throws RefusedException, InterruptedException {
        try (OrdersClient client = new OrdersClient(url, filter.members(), null, token, trust, this::lost)) {
            boolean isRead = true;
            while (isRead) {
                isRead = output.show(client.next());
            }
        }
    }

    private void lost(String why, boolean resumes) {
        output.note("# " + Address.shown(url) + ": " + why + "; trying again, "
                + (resumes ? "to resume after the last order" : "orders until then are not shown"));
    }

    private String why(RefusedException refused) {
        return switch (refused.status().orElse(0)) {
            case UNAUTHORIZED -> token == null ? "a token is needed (--token-file)" : "the token does not hold";
            case FORBIDDEN ->
                "HTTP status 403; if the gateway is to answer as " + url.getHost()
                        + ", list that in gateway.allowed.hosts";
            default -> String.valueOf(refused.getMessage());
        };
    }
}
