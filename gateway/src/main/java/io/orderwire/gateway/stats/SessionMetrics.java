package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
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
    private final LongAdder droppedSlow = new LongAdder();
    private final Counter failedClients;
    private final AtomicBoolean clientFailureLogged = new AtomicBoolean();

    SessionMetrics(MeterRegistry registry) {
        this.registry = registry;
        failedClients = GatewayMeter.FAILURES.counter(registry, "client");
        GatewayMeter.DROPPED_SLOW.counted(registry, droppedSlow, LongAdder::sum);
    }

    /** Registers gauges of the number of clients, of its limit, and of the fill of the fullest send queue. */
    public void watchClients(IntSupplier count, int most, DoubleSupplier fill) {
        GatewayMeter.CLIENTS.gauge(registry, count, IntSupplier::getAsInt);
        GatewayMeter.CLIENTS_LIMIT.constant(registry, most);
        GatewayMeter.QUEUE_FILL.gauge(registry, fill, DoubleSupplier::getAsDouble);
    }

    /** Registers gauges of the memory of frames that wait to be sent and requests that wait to be handled, and its limit. */
    public void watchSendMemory(SendMemory sendMemory) {
        GatewayMeter.QUEUES.gauge(registry, sendMemory, SendMemory::bytes);
        GatewayMeter.QUEUES_LIMIT.gauge(registry, sendMemory, SendMemory::most);
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
        GatewayMeter.CLOSED.counter(registry, String.valueOf(code)).increment();
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
