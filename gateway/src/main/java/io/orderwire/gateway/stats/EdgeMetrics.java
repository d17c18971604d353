package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.MeterRegistry;

/** Meters of connections and requests outside the WebSocket. */
public final class EdgeMetrics {
    private final MeterRegistry registry;
    private final SocketMetrics sockets;
    private final LimitMetrics limits;
    private final SearchMetrics searches;

    EdgeMetrics(MeterRegistry registry) {
        this.registry = registry;
        sockets = new SocketMetrics(registry);
        limits = new LimitMetrics(registry);
        searches = new SearchMetrics(registry);
    }

    /** Counts a request that was refused with {@code status}. */
    public void refused(int status) {
        GatewayMeter.REFUSED.counter(registry, String.valueOf(status)).increment();
    }

    /** Meters of TCP connections. */
    public SocketMetrics sockets() {
        return sockets;
    }

    /** Meters of exceeded limits. */
    public LimitMetrics limits() {
        return limits;
    }

    /** Meters of searches. */
    public SearchMetrics searches() {
        return searches;
    }
}
