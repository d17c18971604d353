package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.gateway.session.ClientEvents;
import io.orderwire.websocket.limit.SendMemory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Meters of sessions: clients, their send queues and losses, and the codes with which they are closed. */
public final class SessionMetrics implements ClientEvents {
    private static final Logger log = LoggerFactory.getLogger(SessionMetrics.class);

    private final MeterRegistry registry;
    private final Meters meters;
    private final LongAdder droppedSlow = new LongAdder();
    private final Counter failedClients;
    private final AtomicBoolean clientFailureLogged = new AtomicBoolean();

    SessionMetrics(MeterRegistry registry) {
        this.registry = registry;
        meters = new Meters(registry);
        failedClients = meters.failures("client");
        FunctionCounter.builder("orderwire.gateway.dropped.slow", droppedSlow, LongAdder::sum)
                .description("Events dropped because a client was slow, counted for each client")
                .register(registry);
    }

    /** Registers gauges of the number of clients, of its limit, and of the fill of the fullest send queue. */
    public void watchClients(IntSupplier count, int most, DoubleSupplier fill) {
        meters.gauge("orderwire.gateway.clients", count, "Clients connected");
        meters.gauge("orderwire.gateway.clients.limit", () -> most, "Clients that may be connected");
        Gauge.builder("orderwire.gateway.queue.fill", fill, DoubleSupplier::getAsDouble)
                .description("How full the fullest queue of a client is: 1 at its limit, which a long frame exceeds")
                .strongReference(true)
                .register(registry);
    }

    /** Registers gauges of the memory of frames that wait to be sent and requests that wait to be handled, and its limit. */
    public void watchSendMemory(SendMemory sendMemory) {
        meters.bytes(
                "orderwire.gateway.queues",
                sendMemory::bytes,
                "Memory of the frames and requests that wait, of all clients together");
        meters.bytes(
                "orderwire.gateway.queues.limit",
                sendMemory::most,
                "Memory that the waiting frames and requests of all clients may take");
    }

    /** Counts and logs a failure. Only the first is logged with its stack trace, because a client can repeat it. */
    @Override
    public void failed(Throwable failure) {
        failedClients.increment();
        if (clientFailureLogged.compareAndSet(false, true)) {
            log.error(
                    "work for a client failed, its connection is closed; later ones are logged without a stack trace",
                    failure);
        } else {
            log.warn("work for a client failed, its connection is closed: {}", failure.toString());
        }
    }

    /** Counts a connection that the gateway closed with {@code code}. */
    public void closed(int code) {
        Counter.builder("orderwire.gateway.closed")
                .description("Connections closed by the gateway, by WebSocket close code")
                .tag("code", String.valueOf(code))
                .register(registry)
                .increment();
    }

    /** Counts events that one slow client lost. */
    @Override
    public void dropped(long events) {
        droppedSlow.add(events);
    }

    /** Events that slow clients lost since this process started, counted for each client. */
    public long droppedSlow() {
        return droppedSlow.sum();
    }
}
