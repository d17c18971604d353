package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

/** The meters of the gateway, by station: in the order in which an order meets them, then those of requests. */
public final class GatewayMetrics {
    private final SourceMetrics source;
    private final SequencerMetrics sequencer;
    private final SkippedEvents skippedEvents;
    private final FailedRecords failedRecords;
    private final HubMetrics hub;
    private final ReplayMetrics replays;
    private final SessionMetrics sessions;
    private final CompressionMetrics compression;
    private final EdgeMetrics edge;

    /** Registers them. */
    public GatewayMetrics(MeterRegistry registry) {
        this(registry, new FailedRecords(registry, System::nanoTime));
    }

    private GatewayMetrics(MeterRegistry registry, FailedRecords failedRecords) {
        source = new SourceMetrics(registry);
        sequencer = new SequencerMetrics(registry);
        skippedEvents = new SkippedEvents(registry);
        this.failedRecords = failedRecords;
        new Meters(registry).failures(failedRecords);
        hub = new HubMetrics(registry);
        replays = new ReplayMetrics(registry);
        sessions = new SessionMetrics(registry);
        compression = new CompressionMetrics(registry);
        edge = new EdgeMetrics(registry);
    }

    /** Meters that are not exposed: replayed records were counted when they were read first. */
    public static GatewayMetrics unseen() {
        return new GatewayMetrics(new CompositeMeterRegistry());
    }

    /** The same, but for records that fail: those count, and once for each replay. */
    public GatewayMetrics unseenButFailures() {
        return new GatewayMetrics(new CompositeMeterRegistry(), failedRecords);
    }

    /** Of reading the topic of orders. */
    public SourceMetrics source() {
        return source;
    }

    /** Of what the sequencer decides about records. */
    public SequencerMetrics sequencer() {
        return sequencer;
    }

    /** Events that no client got. */
    public SkippedEvents skippedEvents() {
        return skippedEvents;
    }

    /** Records that were skipped because handling them failed. */
    public FailedRecords failedRecords() {
        return failedRecords;
    }

    /** Of subscriptions and their frames. */
    public HubMetrics hub() {
        return hub;
    }

    /** Of the subscriptions that begin in the past. */
    public ReplayMetrics replays() {
        return replays;
    }

    /** Of clients and what waits for them. */
    public SessionMetrics sessions() {
        return sessions;
    }

    /** Of compression. */
    public CompressionMetrics compression() {
        return compression;
    }

    /** Of connections and requests, before and beside the WebSocket. */
    public EdgeMetrics edge() {
        return edge;
    }
}
