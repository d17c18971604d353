package io.orderwire.websocket.handshake;

import io.orderwire.runtime.http.Authority;
import io.orderwire.websocket.limit.Payer;
import io.undertow.util.AttachmentKey;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, for which host and by which scheme, before any trusted proxy passed it on.
 *
 * @param address of the client, or of the last trusted proxy if no trusted one names a client
 * @param standsForMany true if the address says nothing about who the client is: it is such a proxy's, or a
 *     shared one
 * @param asked the host that the client asked for, null if it is unknown
 * @param scheme {@code http} or {@code https}, null if it is unknown
 */
public record Requester(
        InetAddress address,
        boolean standsForMany,
        @Nullable Authority asked,
        @Nullable String scheme) {
    /** Attachment of an exchange that holds its requester. */
    public static final AttachmentKey<Requester> KEY = AttachmentKey.create(Requester.class);

    /** Who pays for the request; {@code token} identifies the token that it brought, null without one. */
    public Payer payer(@Nullable String token) {
        return new Payer(standsForMany ? null : Payer.network(address), token);
    }
}
