package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

/** The meters of the gateway by station, in the order in which an order passes through them; last those of requests. */
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

    /** Registers the meters. */
    public GatewayMetrics(MeterRegistry registry) {
        this(registry, new FailedRecords(registry, System::nanoTime));
    }

    private GatewayMetrics(MeterRegistry registry, FailedRecords failedRecords) {
        source = new SourceMetrics(registry);
        sequencer = new SequencerMetrics(registry);
        skippedEvents = new SkippedEvents(registry);
        this.failedRecords = failedRecords;
        GatewayMeter.FAILURES.counted(registry, failedRecords, FailedRecords::count, "record");
        hub = new HubMetrics(registry);
        replays = new ReplayMetrics(registry);
        sessions = new SessionMetrics(registry);
        compression = new CompressionMetrics(registry);
        edge = new EdgeMetrics(registry);
    }

    /** Meters that are not exposed, for replays: their records must not count as records of the live stream. */
    public static GatewayMetrics unseen() {
        return new GatewayMetrics(new CompositeMeterRegistry());
    }

    /** Meters that are not exposed, except that failed records are counted here, once for each replay. */
    public GatewayMetrics unseenButFailures() {
        return new GatewayMetrics(new CompositeMeterRegistry(), failedRecords);
    }

    /** Meters of reading the topic of orders. */
    public SourceMetrics source() {
        return source;
    }

    /** Meters of the sequencer's decisions on records. */
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

    /** Meters of subscriptions and their frames. */
    public HubMetrics hub() {
        return hub;
    }

    /** Meters of the subscriptions that begin in the past. */
    public ReplayMetrics replays() {
        return replays;
    }

    /** Meters of clients and their send queues. */
    public SessionMetrics sessions() {
        return sessions;
    }

    /** Meters of compression. */
    public CompressionMetrics compression() {
        return compression;
    }

    /** Meters of connections and requests outside the WebSocket. */
    public EdgeMetrics edge() {
        return edge;
    }
}
