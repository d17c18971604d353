package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.websocket.transport.Ended;
import io.orderwire.websocket.transport.OpenSocket.State;
import io.orderwire.websocket.transport.Sockets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Meters of TCP connections. */
public final class SocketMetrics {
    private final MeterRegistry registry;
    private final Map<Ended, Counter> ended = new EnumMap<>(Ended.class);

    SocketMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Ended why : Ended.values()) {
            ended.put(why, GatewayMeter.SOCKETS_ENDED.counter(registry, why.tag()));
        }
    }

    /** Counts a connection that the gateway ended or refused. */
    public void ended(Ended why) {
        Objects.requireNonNull(ended.get(why)).increment();
    }

    /** Registers gauges of connections by state, of the most connections of one address, and of the limits of both. */
    public void watch(Sockets sockets) {
        for (State state : State.values()) {
            GatewayMeter.SOCKETS.gauge(registry, sockets, open -> open.count(state), state.tag());
        }
        GatewayMeter.SOCKETS_LIMIT.gauge(
                registry, sockets, open -> open.limits().most());
        GatewayMeter.SOCKETS_ADDRESS.gauge(registry, sockets, Sockets::mostOfAddress);
        GatewayMeter.SOCKETS_ADDRESS_LIMIT.gauge(
                registry, sockets, open -> open.limits().mostOfAddress());
    }
}
