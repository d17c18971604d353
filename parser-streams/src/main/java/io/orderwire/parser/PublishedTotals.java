package io.orderwire.parser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.parser.totals.FormerTotals;
import io.orderwire.parser.totals.Numbering;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The totals that the parsers of a group last published, for partitions with a committed offset. They are read from Kafka only
 * if totals are missing: at the first start, and after the changelog was emptied.
 */
final class PublishedTotals implements FormerTotals {
    /** Timeout of each call to Kafka; the partition's task and its thread wait for the call. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final String group;
    private final OutputTopics outputs;
    private final String rawTopic;

    @GuardedBy("this")
    private @Nullable Set<Integer> committed;

    @GuardedBy("this")
    private @Nullable List<Snapshot> snapshots;

    /** @param rawTopic the raw topic's id */
    PublishedTotals(KafkaClients clients, String group, OutputTopics outputs, String rawTopic) {
        this.clients = clients;
        this.group = group;
        this.outputs = outputs;
        this.rawTopic = rawTopic;
    }

    @Override
    public String rawTopic() {
        return rawTopic;
    }

    @Override
    public synchronized @Nullable Known of(int partition) {
        if (!committed().contains(partition)) {
            return null;
        }
        String seq = StatsNames.of(StatsNames.SEQ, partition);
        Snapshot furthest = null;
        for (Snapshot snapshot : snapshots()) {
            boolean knows = snapshot.figures().containsKey(seq);
            if (knows && (furthest == null || snapshot.figure(seq, 0) >= furthest.figure(seq, 0))) {
                furthest = snapshot;
            }
        }
        return furthest == null ? Known.NOTHING : known(furthest, partition);
    }

    private static Known known(Snapshot snapshot, int partition) {
        return new Known(
                new PartitionTotals(
                        snapshot.figure(StatsNames.of(StatsNames.SEQ, partition), 0),
                        snapshot.figure(StatsNames.of(StatsNames.ORDERS, partition), 0),
                        snapshot.figure(StatsNames.of(StatsNames.DEAD_LETTERS, partition), 0),
                        snapshot.figure(StatsNames.of(StatsNames.SHED, partition), 0)),
                new Numbering(
                        "",
                        snapshot.figure(StatsNames.of(StatsNames.BASE, partition), 0),
                        snapshot.figure(StatsNames.of(StatsNames.GUESSED, partition), 0),
                        Numbering.NO_OFFSET));
    }

    @GuardedBy("this")
    private Set<Integer> committed() {
        Set<Integer> known = committed;
        if (known == null) {
            known = askCommitted();
            committed = known;
        }
        return known;
    }

    private Set<Integer> askCommitted() {
        Admin admin = clients.admin("orderwire-parser-totals");
        try {
            return admin
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .entrySet()
                    .stream()
                    .filter(offset -> offset.getValue() != null
                            && offset.getKey().topic().equals(outputs.topics().raw()))
                    .map(offset -> offset.getKey().partition())
                    .collect(Collectors.toSet());
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("asking for the offsets of group " + group, e);
        } catch (InterruptedException e) {
            throw new org.apache.kafka.common.errors.InterruptException(e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    @GuardedBy("this")
    private List<Snapshot> snapshots() {
        List<Snapshot> known = snapshots;
        if (known == null) {
            known = ParserSnapshots.read(clients, outputs, TIMEOUT);
            snapshots = known;
        }
        return known;
    }
}
