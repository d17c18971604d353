package io.orderwire.parser.shed;

import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.shed.CatchUp;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ClassicGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.ClassicGroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jumps ahead when the group starts with more lag than it can catch up in time: reading ten minutes of blocks only to shed
 * them would keep clients waiting, so the group's offsets are set by timestamp before Kafka Streams starts. Only while no
 * parser of the group runs. Blocks that a start position requested are never shed: nothing is, if the first block to be shed
 * or the one behind the last is such a block.
 *
 * <p>The lag is the difference between the timestamps of the group's next block and of the newest one, both by the
 * ingestor's clock; this host's clock is not used. The newest block is never jumped over.
 *
 * <p>A jump lands on a committed block, even when all are too old: the sequence of that block shows which events were
 * skipped. Gap markers of the ingestor in the skipped range are skipped too; they are in the topic of gaps, and the jump's
 * own gap spans their bytes.
 */
public final class StartShedding {
    private static final Logger log = LoggerFactory.getLogger(StartShedding.class);
    private static final String CLIENT_ID = "orderwire-parser-start";
    private static final long LOOK_MS = 2_000;
    /** Offsets before the end, including transaction markers, in which the newest block is searched for. */
    private static final long NEAR_THE_END = 16;

    private final KafkaClients clients;
    private final String group;
    private final long maxAgeMs;
    private final CatchUp catchUp;
    private final long timeoutMs;

    /**
     * @param group Kafka Streams' application id
     * @param catchUp decides for all threads of this process together
     * @param timeoutMs bound of each call to Kafka
     */
    public StartShedding(KafkaClients clients, String group, long maxAgeMs, CatchUp catchUp, long timeoutMs) {
        this.clients = clients;
        this.group = group;
        this.maxAgeMs = maxAgeMs;
        this.catchUp = catchUp;
        this.timeoutMs = timeoutMs;
    }

    /**
     * Jumps in the partitions that lag too far. If a call to Kafka fails, there is no jump, and blocks are shed one by one
     * later.
     *
     * @return the jumps, by partition
     */
    public Map<Integer, StartGap> jump(int partitions) throws InterruptedException {
        Map<Integer, StartGap> jumps = new HashMap<>();
        Admin admin = clients.admin(CLIENT_ID);
        try (Consumer<byte[], byte[]> consumer = clients.consumer(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                CLIENT_ID,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                64 * 1024))) {
            Map<TopicPartition, Long> from = next(admin, partitions);
            UnreportedStartGaps notes = new UnreportedStartGaps(admin, group, timeoutMs);
            Map<TopicPartition, BlockHead> origins = notes.untold(from);
            boolean inactive = isInactive(admin);
            if (!inactive && origins.isEmpty()) {
                return jumps;
            }
            BlockHeads heads = new BlockHeads(consumer, LOOK_MS);
            Map<TopicPartition, BlockHead> first = heads.from(from);
            untold(origins, first, jumps);
            first.values().removeIf(head -> !inactive || head.replay());
            Map<TopicPartition, BlockHead> newest = newest(admin, heads, first);
            first.entrySet().removeIf(entry -> !isFarBehind(entry.getValue(), newest.get(entry.getKey())));
            if (!first.isEmpty() && sheds(first, newest)) {
                newest.keySet().retainAll(first.keySet());
                Map<TopicPartition, BlockHead> landings = landings(admin, heads, newest);
                first.forEach(origins::putIfAbsent);
                jump(admin, notes, origins, landings, jumps);
            }
            return jumps;
        } catch (ExecutionException | TimeoutException | KafkaException | IllegalArgumentException e) {
            log.warn("blocks are given up one by one, not at once, for a jump failed: {}", e.toString());
            return jumps;
        } finally {
            // Closing waits for calls under way otherwise.
            admin.close(Duration.ZERO);
        }
    }

    private boolean isInactive(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        try {
            Collection<ClassicGroupDescription> found = admin.describeClassicGroups(List.of(group))
                    .all()
                    .get(timeoutMs, TimeUnit.MILLISECONDS)
                    .values();
            return found.stream()
                    .allMatch(known ->
                            known.state() == ClassicGroupState.EMPTY || known.state() == ClassicGroupState.DEAD);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return true;
            }
            throw e;
        }
    }

    /** The offsets at which the group would resume. */
    private Map<TopicPartition, Long> next(Admin admin, int partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> next = offsets(
                admin,
                IntStream.range(0, partitions)
                        .mapToObj(number -> new TopicPartition(clients.topics().raw(), number))
                        .toList(),
                OffsetSpec.earliest());
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(timeoutMs, TimeUnit.MILLISECONDS)
                .forEach((partition, committed) -> {
                    if (committed != null) {
                        next.computeIfPresent(partition, (same, oldest) -> Math.max(oldest, committed.offset()));
                    }
                });
        return next;
    }

    /** Whether parsing all from the first blocks to the newest would take too long. */
    private boolean sheds(Map<TopicPartition, BlockHead> first, Map<TopicPartition, BlockHead> newest) {
        long events = 0;
        long ageMs = 0;
        for (Map.Entry<TopicPartition, BlockHead> entry : first.entrySet()) {
            BlockHead from = entry.getValue();
            BlockHead to = of(newest, entry.getKey());
            // The sequences of another numbering may be lower: a block holds at least one event.
            events += Math.max(to.seq() - from.seq(), 1);
            ageMs = Math.max(ageMs, to.timestamp() - from.timestamp());
        }
        return catchUp.decide(events, ageMs, System.nanoTime()) == CatchUp.Decision.SHED;
    }

    private boolean isFarBehind(BlockHead next, @Nullable BlockHead newest) {
        return newest != null && newest.timestamp() - next.timestamp() > maxAgeMs;
    }

    /** The last block of each of those partitions. */
    private Map<TopicPartition, BlockHead> newest(Admin admin, BlockHeads heads, Map<TopicPartition, BlockHead> first)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (first.isEmpty()) {
            return new HashMap<>();
        }
        Map<TopicPartition, Long> near = offsets(admin, first.keySet(), OffsetSpec.latest());
        near.replaceAll((partition, end) -> Math.max(of(first, partition).offset(), end - NEAR_THE_END));
        return heads.last(near);
    }

    /** The first block at most half the bound older than the newest one, or the newest if none is found in time. */
    private Map<TopicPartition, BlockHead> landings(
            Admin admin, BlockHeads heads, Map<TopicPartition, BlockHead> newest)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> youngMs = new HashMap<>();
        newest.forEach((partition, block) -> youngMs.put(partition, block.timestamp() - maxAgeMs / 2));
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        youngMs.forEach((partition, ms) -> asked.put(partition, OffsetSpec.forTimestamp(ms)));
        // Kafka may return the end of a transaction, whose timestamp is of the broker's clock, so blocks are checked.
        Map<TopicPartition, Long> fresh = offsets(admin, asked);
        fresh.values().removeIf(offset -> offset < 0);
        Map<TopicPartition, BlockHead> landings = fresh.isEmpty() ? new HashMap<>() : heads.from(fresh, youngMs);
        newest.forEach(landings::putIfAbsent);
        return landings;
    }

    private Map<TopicPartition, Long> offsets(Admin admin, Collection<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        return offsets(admin, asked);
    }

    private Map<TopicPartition, Long> offsets(Admin admin, Map<TopicPartition, OffsetSpec> asked)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found : admin.listOffsets(asked)
                .all()
                .get(timeoutMs, TimeUnit.MILLISECONDS)
                .entrySet()) {
            offsets.put(found.getKey(), found.getValue().offset());
        }
        return offsets;
    }

    /** Adds the jumps of an earlier parser that ended before it reported them. */
    private static void untold(
            Map<TopicPartition, BlockHead> origins,
            Map<TopicPartition, BlockHead> landings,
            Map<Integer, StartGap> jumps) {
        origins.forEach((partition, origin) -> {
            BlockHead landing = landings.get(partition);
            if (landing != null && landing.seq() > origin.seq()) {
                jumps.put(partition.partition(), StartGap.between(origin, landing));
            }
        });
    }

    /** Sets the group's offsets. If the outcome is unknown, a jump is reported only if its blocks are missing later. */
    private void jump(
            Admin admin,
            UnreportedStartGaps notes,
            Map<TopicPartition, BlockHead> origins,
            Map<TopicPartition, BlockHead> landings,
            Map<Integer, StartGap> jumps)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        long events = 0;
        for (Map.Entry<TopicPartition, BlockHead> entry : landings.entrySet()) {
            BlockHead from = of(origins, entry.getKey());
            BlockHead landing = entry.getValue();
            if (landing.replay() || landing.seq() <= from.seq()) {
                continue;
            }
            offsets.put(entry.getKey(), new OffsetAndMetadata(landing.offset()));
            jumps.put(entry.getKey().partition(), StartGap.between(from, landing));
            events += landing.seq() - from.seq();
        }
        if (!offsets.isEmpty()) {
            notes.note(origins, offsets);
            admin.alterConsumerGroupOffsets(group, offsets).all().get(timeoutMs, TimeUnit.MILLISECONDS);
            log.warn("far behind at the start: {} events of {} partitions are given up", events, offsets.size());
        }
    }

    private static BlockHead of(Map<TopicPartition, BlockHead> heads, TopicPartition partition) {
        return Objects.requireNonNull(heads.get(partition));
    }
}
