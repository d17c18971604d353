package io.orderwire.runtime.kafka;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What is known of the brokers: when each answered last, and how full its disk was then. A broker that stays silent is
 * remembered for an hour: one that was taken away for good is no fault for ever. Thread-safe; times are those of
 * {@link System#nanoTime}.
 */
final class KafkaCondition {
    static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(6);
    static final long FORGET_NANOS = TimeUnit.HOURS.toNanos(1);

    /** Clusters of some thousand brokers do not exist. */
    private static final int MOST_BROKERS = 10_000;

    /**
     * Something that is wrong.
     *
     * @param key the same for as long as it is the same thing
     * @param notReady whether nothing can be done while it lasts
     */
    record Finding(String key, String text, boolean notReady) {}

    private record Broker(long answeredNanos, BrokerDisk disk) {}

    private final BrokerDisk.Limits limits;
    private final long sinceNanos;

    @GuardedBy("this")
    private final SortedMap<Integer, Broker> brokers = new TreeMap<>();

    KafkaCondition(BrokerDisk.Limits limits, long nowNanos) {
        this.limits = limits;
        this.sinceNanos = nowNanos;
    }

    /** A broker is said to exist, which is not yet an answer of its own. */
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

    /** The smallest part of a disk that is left, 1 when nothing is known. */
    synchronized double leastShare() {
        return brokers.values().stream()
                .mapToDouble(broker -> broker.disk.share())
                .min()
                .orElse(1);
    }

    /** What is wrong, empty when nothing is. */
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
                findings.add(new Finding("silence", "Kafka does not answer" + fullest(), true));
            }
            return findings;
        }
        int answering = brokers.size() - silent;
        if (answering < silent) {
            findings.add(new Finding(
                    "too few", "only " + answering + " of " + brokers.size() + " brokers of Kafka answer", true));
        }
        brokers.forEach((id, broker) -> of(id, broker, nowNanos).ifPresent(findings::add));
        return findings;
    }

    private Optional<Finding> of(int id, Broker broker, long nowNanos) {
        BrokerDisk disk = broker.disk;
        if (isSilent(broker, nowNanos)) {
            String had = !disk.isKnown() ? "" : "; its disk had " + disk.left();
            return Optional.of(new Finding("silent " + id, "broker " + id + " of Kafka does not answer" + had, false));
        }
        if (disk.failure() != null) {
            return Optional.of(new Finding(
                    "failed " + id, "broker " + id + " of Kafka cannot use its disk: " + disk.failure(), false));
        }
        return disk.isNearlyFull(limits)
                ? Optional.of(
                        new Finding("full " + id, "the disk of broker " + id + " of Kafka has " + disk.left(), false))
                : Optional.empty();
    }

    /** A full disk looks like a broken connection from here: the last known state is reported together with the silence. */
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
