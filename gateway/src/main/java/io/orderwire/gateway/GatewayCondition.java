package io.orderwire.gateway;

import io.orderwire.gateway.http.GatewayServer;
import io.orderwire.gateway.session.Clients;
import io.orderwire.gateway.source.ReaderState;
import io.orderwire.gateway.source.TopicWatch;
import io.orderwire.gateway.stats.OwnStats;
import io.orderwire.runtime.process.Health;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.runtime.shed.StageMode;
import io.orderwire.runtime.stats.Slowness;
import io.orderwire.runtime.stats.StageState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The condition of the gateway: whether it can serve clients, whether it is degraded, and the reasons. Thread-safe. */
final class GatewayCondition implements OwnStats.Source, GatewayServer.Gate {
    private final Health health;
    private final Clients clients;
    private final TopicWatch topic;
    private final ReaderState reader;
    private final Slowness slowness;
    private final List<Supplier<List<Reason>>> others;
    private volatile boolean started;
    private volatile boolean stopping;

    /**
     * The condition of a gateway that has not started.
     *
     * @param others suppliers of further reasons for which the gateway is degraded
     */
    GatewayCondition(
            Health health,
            Clients clients,
            TopicWatch topic,
            ReaderState reader,
            Slowness slowness,
            List<Supplier<List<Reason>>> others) {
        this.health = health;
        this.clients = clients;
        this.topic = topic;
        this.reader = reader;
        this.slowness = slowness;
        this.others = others;
    }

    /** Marks the gateway as started: it may serve stats and clients from now on. */
    void started() {
        started = true;
    }

    /** Marks the gateway as stopping: clients are refused from now on. */
    void stopping() {
        stopping = true;
    }

    /**
     * Updates whether the gateway is slow; called about once a second.
     *
     * @param nowMs milliseconds of a clock that is never set
     */
    void look(long nowMs) {
        slowness.look(nowMs, reader.catchUp().mode());
    }

    /** The reasons why clients cannot be served, empty if they can. */
    List<Reason> notReady() {
        List<Reason> reasons = new ArrayList<>(topic.reasons());
        reasons.addAll(reader.reasons());
        return reasons;
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    @Override
    public boolean isReady() {
        return started && !stopping && notReady().isEmpty();
    }

    @Override
    public int clients() {
        return clients.count();
    }

    @Override
    public @Nullable Long ageMs() {
        long ageMs = reader.ageMs();
        return ageMs >= 0 && notReady().isEmpty() ? ageMs : null;
    }

    @Override
    public void addAges(Map<String, Long> figures) {
        slowness.addTo(figures);
    }

    @Override
    public List<Reason> degraded() {
        // The ingestor also reports problems of Kafka, but only while Kafka accepts its snapshots.
        List<Reason> reasons = new ArrayList<>(health.notReady(Health.KAFKA));
        reasons.addAll(notReady());
        reasons.addAll(slowness.reasons());
        others.forEach(other -> reasons.addAll(other.get()));
        if (!slowness.isWarming()) {
            reasons.addAll(shedding());
        }
        return reasons;
    }

    private List<Reason> shedding() {
        return reader.catchUp().mode() == StageMode.SHEDDING
                ? List.of(ReasonCode.SHEDDING.because("orders are shed for their age"))
                : List.of();
    }

    @Override
    public StageState state() {
        return slowness.state(reader.catchUp(), slowness.isWarming() ? shedding() : List.of());
    }
}
