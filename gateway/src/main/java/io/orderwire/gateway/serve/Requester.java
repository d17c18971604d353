package io.orderwire.gateway.serve;

import io.orderwire.runtime.http.Authority;
import io.undertow.util.AttachmentKey;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, for which host and by which scheme, before any trusted proxy passed it on.
 *
 * @param address of the client, or of the last trusted proxy if no trusted one names a client
 * @param asked the host that the client asked for, null if it is unknown
 * @param scheme {@code http} or {@code https}, null if it is unknown
 */
record Requester(
        InetAddress address,
        @Nullable Authority asked,
        @Nullable String scheme) {
    /** Attachment of an exchange that holds its requester. */
    static final AttachmentKey<Requester> KEY = AttachmentKey.create(Requester.class);
}
