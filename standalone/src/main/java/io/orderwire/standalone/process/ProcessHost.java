package io.orderwire.standalone.process;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.orderwire.runtime.agent.WatchedTimer;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaWatch;
import io.orderwire.runtime.management.ManagementServer;
import io.orderwire.runtime.meters.RuntimeMeter;
import io.orderwire.runtime.meters.SeriesLimit;
import io.orderwire.runtime.process.Health;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.standalone.log.MinuteSummary;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The meters, health, watchdog and management port that the processes in one JVM share. */
public final class ProcessHost implements AutoCloseable {
    private final Lifetime life;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final Health health = new Health();
    private final StallWatchdog watchdog;
    private final ManagementServer management;
    private final WatchedTimer summary;
    private volatile @Nullable KafkaWatch kafka;

    /**
     * Listens at once, but reports that it is not ready until {@link #started()}.
     *
     * @param settings {@link PipelineOptions}
     * @param clock wall clock of the processes
     * @param nanoTime monotonic time of the processes
     * @throws io.orderwire.runtime.process.ProcessExit if the management port cannot be bound
     */
    public ProcessHost(Lifetime life, Settings settings, Clock clock, LongSupplier nanoTime) {
        this.life = life;
        this.clock = clock;
        this.nanoTime = nanoTime;
        health.ready("start", this::starting);
        watchdog = new StallWatchdog(settings.get(PipelineOptions.STALL_TIMEOUT_MS), System::nanoTime, life::fail);
        health.live("watchdog", watchdog::reasons);
        SeriesLimit.limit(meters, settings.get(PipelineOptions.METRICS_KAFKA_SERIES));
        management = new ManagementServer(settings, health, meters);
        bindJvm();
        bindHealth();
        watchdog.start();
        MinuteSummary minute = new MinuteSummary(meters);
        summary = new WatchedTimer("summary", watchdog);
        summary.every(
                "the summary of the minute",
                MinuteSummary.INTERVAL_MS,
                MinuteSummary.INTERVAL_MS,
                () -> minute.log(nanoTime.getAsLong()));
    }

    private void bindJvm() {
        new JvmMemoryMetrics().bindTo(meters);
        garbageCollection.bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        new FileDescriptorMetrics().bindTo(meters);
    }

    private void bindHealth() {
        RuntimeMeter.HEALTH.gauge(meters, health, of -> holds(of.notStarted()), "started");
        RuntimeMeter.HEALTH.gauge(meters, health, of -> holds(of.notLive()), "live");
        RuntimeMeter.HEALTH.gauge(meters, health, of -> holds(of.notReady()), "ready");
        RuntimeMeter.HEALTH.gauge(meters, health, of -> holds(of.degraded()), "well");
    }

    private List<Reason> starting() {
        return health.hasStarted() ? List.of() : List.of(ReasonCode.STARTING.because("starting"));
    }

    private static int holds(List<Reason> reasons) {
        return reasons.isEmpty() ? 1 : 0;
    }

    /** The context of a process with these settings. */
    public ProcessContext context(Settings settings) {
        return new ProcessContext(settings, meters, health, watchdog, clock, nanoTime, life::fail);
    }

    /** Starts to watch the Kafka that the settings name: this JVM is not ready if Kafka does not answer. */
    public void watchKafka(Settings settings) {
        KafkaWatch watch = KafkaWatch.start(settings, meters, watchdog);
        kafka = watch;
        health.ready(Health.KAFKA, watch::notReady);
        health.degraded(Health.KAFKA, watch::degraded);
    }

    /** Reports that all parts have started: from now on readiness depends on their own checks alone. */
    public void started() {
        health.started();
    }

    /** The URL of the bound management port, {@code http://host:port/}. */
    public String managementUrl() {
        return management.url();
    }

    @Override
    public void close() {
        summary.close();
        watchdog.close();
        KafkaWatch watch = kafka;
        if (watch != null) {
            watch.close();
        }
        management.close();
        garbageCollection.close();
        meters.close();
    }
}
