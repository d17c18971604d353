package io.orderwire.runtime.kafka;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The known state of the brokers: when each answered last, and how full its disk was then. A silent broker is forgotten after
 * an hour, because a broker that was removed permanently is not a fault. Thread-safe; times are those of {@link
 * System#nanoTime}.
 */
final class KafkaCondition {
    static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(6);
    static final long FORGET_NANOS = TimeUnit.HOURS.toNanos(1);

    /** Bound on the memory; no cluster has so many brokers. */
    private static final int MOST_BROKERS = 10_000;

    /**
     * A fault of Kafka.
     *
     * @param key identifies the fault: stays the same while the fault lasts, even if the words change
     * @param notReady whether Kafka cannot be used while the fault lasts
     */
    record Finding(String key, Reason reason, boolean notReady) {
        String text() {
            return reason.text();
        }
    }

    private record Broker(long answeredNanos, BrokerDisk disk) {}

    private final BrokerDisk.Limits limits;
    private final long sinceNanos;

    @GuardedBy("this")
    private final SortedMap<Integer, Broker> brokers = new TreeMap<>();

    private volatile String refusal = "";

    KafkaCondition(BrokerDisk.Limits limits, long nowNanos) {
        this.limits = limits;
        this.sinceNanos = nowNanos;
    }

    /** Kafka refused the last question for that reason; empty if it answered, or failed to answer for another reason. */
    void refused(String reason) {
        refusal = reason;
    }

    /** Adds a broker that another broker named. This does not count as an answer of the broker itself. */
    synchronized void exists(int id, long nowNanos) {
        if (brokers.size() < MOST_BROKERS) {
            brokers.putIfAbsent(id, new Broker(nowNanos, BrokerDisk.UNKNOWN));
        }
    }

    /** A broker answered with the state of its disk. */
    synchronized void answered(int id, BrokerDisk disk, long nowNanos) {
        brokers.put(id, new Broker(nowNanos, disk));
    }

    synchronized int silent(long nowNanos) {
        return (int) brokers.values().stream()
                .filter(broker -> isSilent(broker, nowNanos))
                .count();
    }

    /** The free part of the fullest disk, 0 to 1; NaN if no disk is known. */
    synchronized double leastShare() {
        return brokers.values().stream()
                .filter(broker -> broker.disk.isKnown())
                .mapToDouble(broker -> broker.disk.share())
                .min()
                .orElse(Double.NaN);
    }

    /** The current faults; empty if there are none. */
    synchronized List<Finding> findings(long nowNanos) {
        for (Iterator<Broker> all = brokers.values().iterator(); all.hasNext() && brokers.size() > 1; ) {
            if (nowNanos - all.next().answeredNanos > FORGET_NANOS) {
                all.remove();
            }
        }
        int silent = silent(nowNanos);
        List<Finding> findings = new ArrayList<>();
        if (silent == brokers.size()) {
            if (!brokers.isEmpty() || nowNanos - sinceNanos > SILENCE_NANOS) {
                findings.add(new Finding("silence", silence(), true));
            }
            return findings;
        }
        int answering = brokers.size() - silent;
        if (answering < silent) {
            String text = "only " + answering + " of " + brokers.size() + " brokers of Kafka answer";
            findings.add(new Finding("too few", ReasonCode.KAFKA_FEW_BROKERS.because(text), true));
        }
        brokers.forEach((id, broker) -> of(id, broker, nowNanos).ifPresent(findings::add));
        return findings;
    }

    private Optional<Finding> of(int id, Broker broker, long nowNanos) {
        BrokerDisk disk = broker.disk;
        if (isSilent(broker, nowNanos)) {
            String had = !disk.isKnown() ? "" : "; its disk had " + disk.left();
            return finding("silent", id, ReasonCode.BROKER_SILENT, "broker " + id + " of Kafka does not answer" + had);
        }
        if (disk.failure() != null) {
            String text = "broker " + id + " of Kafka cannot use its disk: " + disk.failure();
            return finding("failed", id, ReasonCode.BROKER_DISK_FAILED, text);
        }
        return disk.isNearlyFull(limits)
                ? finding(
                        "full",
                        id,
                        ReasonCode.BROKER_DISK_FULL,
                        "the disk of broker " + id + " of Kafka has " + disk.left())
                : Optional.empty();
    }

    private static Optional<Finding> finding(String what, int broker, ReasonCode code, String text) {
        return Optional.of(new Finding(what + " " + broker, code.because(text), false));
    }

    @GuardedBy("this")
    private Reason silence() {
        return refusal.isEmpty()
                ? ReasonCode.KAFKA_SILENT.because("Kafka does not answer" + fullest())
                : ReasonCode.KAFKA_REFUSES.because("Kafka does not answer: " + refusal);
    }

    /**
     * To a client, a broker with a full disk looks like a broken connection: the last known state of the disk is reported
     * together with the silence.
     */
    @GuardedBy("this")
    private String fullest() {
        return brokers.entrySet().stream()
                .filter(broker -> broker.getValue().disk.isKnown())
                .min(Comparator.comparingDouble(broker -> broker.getValue().disk.share()))
                .map(broker -> "; the disk of broker " + broker.getKey() + " had "
                        + broker.getValue().disk.left())
                .orElse("");
    }

    private static boolean isSilent(Broker broker, long nowNanos) {
        return nowNanos - broker.answeredNanos > SILENCE_NANOS;
    }
}
