package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.websocket.transport.Ended;
import io.orderwire.websocket.transport.OpenSocket.State;
import io.orderwire.websocket.transport.Sockets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** Meters of TCP connections. */
public final class SocketMetrics {
    private final MeterRegistry registry;
    private final Map<Ended, Counter> ended = new EnumMap<>(Ended.class);

    SocketMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Ended why : Ended.values()) {
            ended.put(
                    why,
                    Counter.builder("orderwire.gateway.sockets.ended")
                            .description("TCP connections that the gateway ended or refused, by reason")
                            .tag("reason", why.tag())
                            .register(registry));
        }
    }

    /** Counts a connection that the gateway ended or refused. */
    public void ended(Ended why) {
        Objects.requireNonNull(ended.get(why)).increment();
    }

    /** Registers gauges of connections by state, of the most connections of one address, and of the limits of both. */
    public void watch(Sockets sockets) {
        for (State state : State.values()) {
            Gauge.builder("orderwire.gateway.sockets", sockets, open -> open.count(state))
                    .description(
                            "TCP connections by state: silent (no request came), idle (between requests), busy, websocket")
                    .tag("state", state.tag())
                    .strongReference(true)
                    .register(registry);
        }
        gauge(
                "orderwire.gateway.sockets.limit",
                sockets,
                open -> open.limits().most(),
                "TCP connections that may be open");
        gauge(
                "orderwire.gateway.sockets.address",
                sockets,
                Sockets::mostOfAddress,
                "TCP connections of the address that holds the most");
        gauge(
                "orderwire.gateway.sockets.address.limit",
                sockets,
                open -> open.limits().mostOfAddress(),
                "TCP connections that one address may hold");
    }

    private void gauge(String name, Sockets sockets, ToDoubleFunction<Sockets> value, String description) {
        Gauge.builder(name, sockets, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
