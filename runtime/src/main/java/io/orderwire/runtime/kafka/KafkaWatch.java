package io.orderwire.runtime.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.runtime.agent.WatchedTimer;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.meters.RuntimeMeter;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.runtime.reason.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeLogDirsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every broker every two seconds how full its disks are, without waiting for the answers, and reports disks that are
 * nearly full and brokers that are silent. A broker whose disk is full stops, and clients only see a broken connection.
 * Therefore the disks are watched while the broker still answers.
 */
public final class KafkaWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaWatch.class);
    private static final long INTERVAL_MS = 2_000;
    private static final int ANSWER_MS = 3_000;

    private final Admin admin;
    private final KafkaCondition condition;
    private final LongSupplier nanoTime;
    private final KafkaRefusal refusal;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean diskRefusalLogged = new AtomicBoolean();
    private final WatchedTimer timer;
    private Map<String, KafkaCondition.Finding> reported = Map.of();

    /** Starts a watch of the Kafka that the settings name. */
    public static KafkaWatch start(Settings settings, MeterRegistry meters, StallWatchdog watchdog) {
        BrokerDisk.Limits limits = new BrokerDisk.Limits(
                settings.get(PipelineOptions.DISK_MIN_BYTES), settings.get(PipelineOptions.DISK_MIN_PERCENT));
        KafkaClients clients = new KafkaClients(settings);
        KafkaWatch watch = new KafkaWatch(
                clients.admin("orderwire-kafka-watch"),
                clients.refusal(),
                limits,
                System::nanoTime,
                new WatchedTimer("kafka-watch", watchdog));
        watch.register(meters);
        watch.timer.every("asking Kafka for its brokers and disks", 0, INTERVAL_MS, watch::turn);
        return watch;
    }

    /** Asks through {@code admin}; it and {@code timer}, which does not run yet, are closed together with this watch. */
    private KafkaWatch(
            Admin admin, KafkaRefusal refusal, BrokerDisk.Limits limits, LongSupplier nanoTime, WatchedTimer timer) {
        this.timer = timer;
        this.admin = admin;
        this.refusal = refusal;
        this.nanoTime = nanoTime;
        this.condition = new KafkaCondition(limits, nanoTime.getAsLong());
    }

    private void register(MeterRegistry meters) {
        RuntimeMeter.KAFKA_BROKERS_SILENT.gauge(meters, condition, brokers -> brokers.silent(nanoTime.getAsLong()));
        RuntimeMeter.KAFKA_DISK_FREE.gauge(meters, condition, KafkaCondition::leastShare);
    }

    private void turn() {
        ask();
        report();
    }

    /** Asks without waiting; does nothing while an answer is outstanding. */
    private void ask() {
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        try {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(ANSWER_MS))
                    .nodes()
                    .whenComplete(this::answered);
        } catch (RuntimeException e) {
            // No answer will arrive, so the next run must ask again.
            asking.set(false);
            throw e;
        }
    }

    private void answered(@Nullable Collection<Node> nodes, @Nullable Throwable failure) {
        asking.set(false);
        condition.refused(refusal.of(failure, KafkaRefusal.Use.DESCRIBING).orElse(""));
        if (nodes != null) {
            askDisks(nodes.stream().map(Node::id).toList());
        }
    }

    private void askDisks(Collection<Integer> brokers) {
        long now = nanoTime.getAsLong();
        brokers.forEach(id -> condition.exists(id, now));
        admin.describeLogDirs(brokers, new DescribeLogDirsOptions().timeoutMs(ANSWER_MS))
                .descriptions()
                .forEach((id, answer) -> answer.whenComplete((folders, failure) -> answered(id, folders, failure)));
    }

    /** A broker that refuses to describe its disks counts as answering. */
    private void answered(int broker, @Nullable Map<String, LogDirDescription> folders, @Nullable Throwable failure) {
        if (folders != null) {
            condition.answered(broker, BrokerDisk.of(folders), nanoTime.getAsLong());
        } else if (failure instanceof ApiException && !(failure instanceof RetriableException)) {
            refused(failure);
            condition.answered(broker, BrokerDisk.UNKNOWN, nanoTime.getAsLong());
        }
    }

    /** Orders flow without that right, so this is logged once, and is not a reason to be degraded. */
    private void refused(Throwable failure) {
        if (failure instanceof ClusterAuthorizationException && diskRefusalLogged.compareAndSet(false, true)) {
            log.warn(
                    "how full the disks of the brokers are is not known: {}",
                    refusal.describe(failure, KafkaRefusal.Use.DESCRIBING));
        }
    }

    /** Logs each finding once when it begins and once when it ends. */
    private void report() {
        Map<String, KafkaCondition.Finding> now = condition.findings(nanoTime.getAsLong()).stream()
                .collect(Collectors.toMap(KafkaCondition.Finding::key, finding -> finding));
        now.forEach((key, finding) -> {
            if (!reported.containsKey(key)) {
                log.warn("{}", finding.text());
            }
        });
        reported.forEach((key, finding) -> {
            if (!now.containsKey(key)) {
                log.info("no longer: {}", finding.text());
            }
        });
        reported = now;
    }

    /** Why Kafka cannot be used at the moment, empty if it can. */
    public List<Reason> notReady() {
        return reasons(true);
    }

    /** All findings about Kafka, and failed tasks of this watch; empty if there are none. */
    public List<Reason> degraded() {
        return reasons(false);
    }

    private List<Reason> reasons(boolean notReadyOnly) {
        List<Reason> reasons = new ArrayList<>();
        for (KafkaCondition.Finding finding : condition.findings(nanoTime.getAsLong())) {
            if (finding.notReady() || !notReadyOnly) {
                reasons.add(finding.reason());
            }
        }
        if (!notReadyOnly) {
            reasons.addAll(timer.reasons());
        }
        return reasons;
    }

    @Override
    public void close() {
        timer.close();
        admin.close(Duration.ZERO);
    }
}
