package io.orderwire.gateway.serve;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may connect. A browser sends the page's origin along and lets any page connect to anywhere: without
 * this, every page that somebody looks at could read what their gateway tells. What is no browser sends none.
 */
public final class OriginPolicy {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> allowed;
    private final boolean facesNetwork;

    /**
     * Lets in pages of this machine.
     *
     * @param origins of other pages to let in, comma-separated
     * @param facesNetwork true to let in the gateway's own page under whatever name it was reached: on a loopback
     *     address a foreign name can only be one that somebody has pointed there
     */
    public OriginPolicy(String origins, boolean facesNetwork) {
        this.facesNetwork = facesNetwork;
        this.allowed = Arrays.stream(origins.split(",", -1))
                .map(origin -> origin.trim().toLowerCase(Locale.ROOT))
                .filter(origin -> !origin.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether what a browser was told to ask of that host, with its port, may be answered: see the constructor. */
    boolean allowsHost(@Nullable String host) {
        if (facesNetwork || host == null) {
            return true;
        }
        int port = host.lastIndexOf(':');
        boolean withPort = port > host.lastIndexOf(']');
        return LOOPBACK.contains((withPort ? host.substring(0, port) : host).toLowerCase(Locale.ROOT));
    }

    /**
     * Whether a page may connect.
     *
     * @param origin the header, or null when there is none
     * @param host the host that the client connects to, with its port, or null
     */
    boolean allows(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return true;
        }
        String plain = origin.toLowerCase(Locale.ROOT);
        if (allowed.contains(plain)) {
            return true;
        }
        try {
            URI uri = new URI(plain);
            String scheme = uri.getScheme();
            if (uri.getHost() == null || !"http".equals(scheme) && !"https".equals(scheme)) {
                return false;
            }
            return LOOPBACK.contains(uri.getHost())
                    || facesNetwork && host != null && uri.getRawAuthority().equals(host.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException expected) {
            return false;
        }
    }
}
