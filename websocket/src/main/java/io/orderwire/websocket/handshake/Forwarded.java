package io.orderwire.websocket.handshake;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What trusted proxies say about a request.
 *
 * @param says false if they say nothing about the client
 * @param client the address of the client, the peer's if nothing is said
 * @param hosts all hosts that the headers name, as written
 * @param host the one that the client asked for, null if it is unknown or the headers contradict each other
 * @param scheme {@code http} or {@code https}, null if it is unknown or the headers contradict each other
 */
record Forwarded(
        boolean says,
        InetAddress client,
        List<String> hosts,
        @Nullable String host,
        @Nullable String scheme) {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private static Forwarded of(boolean says, InetAddress client, @Nullable String host, @Nullable String scheme) {
        String known = scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
        return new Forwarded(
                says, client, host == null ? List.of() : List.of(host), host, SCHEMES.contains(known) ? known : null);
    }

    /** Reads the header {@code Forwarded}: the element of the outermost trusted proxy says what the client asked for. */
    static Forwarded standard(InetAddress peer, String header, TrustedProxies proxies) {
        List<ForwardedHeader.Element> elements = header.isEmpty() ? List.of() : ForwardedHeader.parse(header);
        if (elements == null || elements.isEmpty()) {
            return of(!header.isEmpty(), peer, null, null);
        }
        int[] left = {elements.size()};
        InetAddress client = proxies.client(peer, () -> left[0] == 0 ? null : clientOf(elements.get(--left[0])));
        ForwardedHeader.Element outermost = elements.get(left[0]);
        return of(true, client, outermost.host(), outermost.scheme());
    }

    private static String clientOf(ForwardedHeader.Element element) {
        return element.client() == null ? "" : element.client();
    }

    /** Reads the headers {@code X-Forwarded-}: only the last host and scheme are known to come from the nearest proxy. */
    static Forwarded usual(InetAddress peer, String clients, String hosts, String schemes, TrustedProxies proxies) {
        int[] end = {clients.isEmpty() ? -1 : clients.length()};
        InetAddress client = proxies.client(peer, () -> {
            if (end[0] < 0) {
                return null;
            }
            int comma = clients.lastIndexOf(',', end[0] - 1);
            String entry = clients.substring(comma + 1, end[0]);
            end[0] = comma;
            return entry;
        });
        return of(!clients.isEmpty(), client, last(hosts), last(schemes));
    }

    private static @Nullable String last(String list) {
        return list.isEmpty() ? null : list.substring(list.lastIndexOf(',') + 1).strip();
    }

    /**
     * Combines both kinds of headers. A proxy that sets one kind may pass on the other as a client wrote it: if they
     * contradict each other, neither counts.
     */
    Forwarded and(Forwarded other, InetAddress peer) {
        InetAddress agreed = says && other.says && !client.equals(other.client) ? peer : says ? client : other.client;
        return new Forwarded(
                says || other.says,
                agreed,
                Stream.concat(hosts.stream(), other.hosts.stream()).toList(),
                agreed(host, other.host),
                agreed(scheme, other.scheme));
    }

    private static @Nullable String agreed(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Objects.equals(one, other) ? one : null;
    }
}
