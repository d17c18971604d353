package io.orderwire.runtime.stats;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.runtime.agent.WatchedTimer;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.KafkaRefusal;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a process's {@link Snapshot} once a second. A snapshot that cannot be sent is dropped and counted: the next one
 * replaces it anyway.
 */
public final class SnapshotPublisher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SnapshotPublisher.class);
    private static final long INTERVAL_MS = 1_000;
    private static final int MAX_BLOCK_MS = 500;
    private static final int DELIVERY_MS = 2_000;

    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final Function<Boolean, Snapshot> source;
    private final ProcessIdentity process;
    private final WatchedTimer timer;
    private final AtomicLong dropped = new AtomicLong();
    private final KafkaRefusal refusal;
    private volatile @Nullable String trouble;

    @GuardedBy("this")
    private boolean started;

    @GuardedBy("this")
    private boolean closed;

    /**
     * Publishes the snapshots that {@code source} returns. It is called on this publisher's thread with {@code false}, and in
     * {@link #close()} on the caller's thread with {@code true} for the last snapshot of an orderly stop.
     */
    public SnapshotPublisher(
            KafkaClients clients, String role, Function<Boolean, Snapshot> source, StallWatchdog watchdog) {
        this(clients, role, ProcessIdentity.create(), source, watchdog);
    }

    /** Like the other constructor, for a process that has to recognise its own snapshots. */
    public SnapshotPublisher(
            KafkaClients clients,
            String role,
            ProcessIdentity process,
            Function<Boolean, Snapshot> source,
            StallWatchdog watchdog) {
        this.source = source;
        this.process = process;
        this.topic = clients.topics().pipeline();
        this.refusal = clients.refusal();
        this.producer = clients.producer(Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                "orderwire-" + role + "-figures",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                ProducerConfig.ACKS_CONFIG,
                "1",
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                1 << 20,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                MAX_BLOCK_MS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                DELIVERY_MS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                DELIVERY_MS));
        this.timer = new WatchedTimer(role + "-figures", watchdog);
    }

    /** Starts publishing, with the first snapshot at once; does nothing if called again. */
    public synchronized void start() {
        if (started || closed) {
            return;
        }
        started = true;
        timer.every("publishing the stats", 0, INTERVAL_MS, () -> publish(false));
    }

    private void publish(boolean stopped) {
        try {
            Snapshot snapshot = source.apply(stopped).by(process);
            byte[] key = snapshot.key().getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topic, 0, key, snapshot.toJson()), (sent, failure) -> {
                if (failure == null) {
                    trouble = null;
                } else {
                    failed(failure);
                }
            });
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Logs the first failure of a series, and reports the series only if Kafka refused: an outage has its own report. */
    private void failed(Exception e) {
        dropped.incrementAndGet();
        Optional<String> refused = refusal.of(e, KafkaRefusal.Use.WRITING);
        String text = "stats are not published: " + refused.orElseGet(e::toString);
        if (trouble == null) {
            log.warn("{}", text);
        }
        trouble = refused.isPresent() ? text : "";
    }

    /** Why Kafka refuses the stats; empty if it does not. */
    public List<Reason> reasons() {
        String refused = trouble;
        return refused == null || refused.isEmpty() ? List.of() : List.of(ReasonCode.STATS_REFUSED.because(refused));
    }

    /** Number of snapshots that could not be sent to Kafka. */
    public long dropped() {
        return dropped.get();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (timer.stop(2 * MAX_BLOCK_MS) && started) {
                publish(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        timer.close();
        producer.close(Duration.ofMillis(DELIVERY_MS));
    }
}
