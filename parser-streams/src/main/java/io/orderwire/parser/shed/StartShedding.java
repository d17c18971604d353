package io.orderwire.parser.shed;

import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.shed.CatchUp;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sheds blocks at once when the group starts with more lag than it can catch up in time: reading ten minutes of blocks only
 * to shed them would keep clients waiting. Sets the group's offsets by timestamp before Kafka Streams starts, and only while
 * no parser of the group runs. Blocks that a start position requested are never shed: if the first block to shed or the
 * first one to keep is such a block, the partition keeps its offset.
 *
 * <p>The age of a block is the difference between its timestamp and that of the newest block, both by the ingestor's clock;
 * this host's clock is not used. The newest block is never shed.
 *
 * <p>The new offset is that of a committed block, even if all blocks are too old: the sequence of that block shows which
 * events were shed. Gap markers of the ingestor in the range are shed too; they are also in the topic of gaps, and the gap
 * that is reported spans their bytes.
 */
public final class StartShedding {
    private static final Logger log = LoggerFactory.getLogger(StartShedding.class);
    private static final String CLIENT_ID = "orderwire-parser-start";
    private static final long LOOK_MS = 2_000;
    /** Number of offsets before the end, including transaction markers, among which the newest block is searched. */
    private static final long NEAR_THE_END = 16;

    private final KafkaClients clients;
    private final String group;
    private final long maxAgeMs;
    private final CatchUp catchUp;
    private final long timeoutMs;

    /**
     * @param group Kafka Streams' application id
     * @param catchUp decides for all threads of this process together whether they can catch up
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
     * Sheds blocks in the partitions that lag too far. If a call to Kafka fails, nothing is shed now, and the processors shed
     * block by block later.
     *
     * @return the gaps to report, by partition
     */
    public Map<Integer, StartGap> shed(int partitions) throws InterruptedException {
        Map<Integer, StartGap> gaps = new HashMap<>();
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
            GroupOffsets offsets = new GroupOffsets(admin, group, timeoutMs);
            Map<TopicPartition, Long> from = offsets.next(IntStream.range(0, partitions)
                    .mapToObj(number -> new TopicPartition(clients.topics().raw(), number))
                    .toList());
            UnreportedStartGaps unreported = new UnreportedStartGaps(admin, group, timeoutMs);
            Map<TopicPartition, BlockHead> origins = unreported.of(from);
            boolean inactive = offsets.isInactive();
            if (!inactive && origins.isEmpty()) {
                return gaps;
            }
            BlockHeads heads = new BlockHeads(consumer, LOOK_MS);
            Map<TopicPartition, BlockHead> first = heads.from(from);
            addUnreported(origins, first, gaps);
            first.values().removeIf(head -> !inactive || head.replay());
            Map<TopicPartition, BlockHead> newest = newest(offsets, heads, first);
            first.entrySet().removeIf(entry -> !lagsTooFar(entry.getValue(), newest.get(entry.getKey())));
            if (!first.isEmpty() && sheds(first, newest)) {
                newest.keySet().retainAll(first.keySet());
                Map<TopicPartition, BlockHead> kept = firstFresh(offsets, heads, newest);
                first.forEach(origins::putIfAbsent);
                shed(offsets, unreported, origins, kept, gaps);
            }
            return gaps;
        } catch (ExecutionException | TimeoutException | KafkaException | IllegalArgumentException e) {
            log.warn("could not shed old blocks at once; they are shed one by one: {}", e.toString());
            return gaps;
        } finally {
            // Without a timeout of zero, closing waits for calls in progress.
            admin.close(Duration.ZERO);
        }
    }

    /** Whether parsing all blocks from the first to the newest would take too long. */
    private boolean sheds(Map<TopicPartition, BlockHead> first, Map<TopicPartition, BlockHead> newest) {
        long events = 0;
        long ageMs = 0;
        for (Map.Entry<TopicPartition, BlockHead> entry : first.entrySet()) {
            BlockHead from = entry.getValue();
            BlockHead to = of(newest, entry.getKey());
            // The numbering may have changed between the two blocks, and the new sequences may be lower. A block holds
            // at least one event.
            events += Math.max(to.seq() - from.seq(), 1);
            ageMs = Math.max(ageMs, to.timestamp() - from.timestamp());
        }
        return catchUp.decide(events, ageMs, System.nanoTime()) == CatchUp.Decision.SHED;
    }

    private boolean lagsTooFar(BlockHead next, @Nullable BlockHead newest) {
        return newest != null && newest.timestamp() - next.timestamp() > maxAgeMs;
    }

    /** The last block of each of those partitions. */
    private Map<TopicPartition, BlockHead> newest(
            GroupOffsets offsets, BlockHeads heads, Map<TopicPartition, BlockHead> first)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (first.isEmpty()) {
            return new HashMap<>();
        }
        Map<TopicPartition, Long> near = offsets.of(first.keySet(), OffsetSpec.latest());
        near.replaceAll((partition, end) -> Math.max(of(first, partition).offset(), end - NEAR_THE_END));
        return heads.last(near);
    }

    /**
     * The first block of each partition that is at most half the bound older than the newest one; the newest block if none is
     * found in time.
     */
    private Map<TopicPartition, BlockHead> firstFresh(
            GroupOffsets offsets, BlockHeads heads, Map<TopicPartition, BlockHead> newest)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> youngMs = new HashMap<>();
        newest.forEach((partition, block) -> youngMs.put(partition, block.timestamp() - maxAgeMs / 2));
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        youngMs.forEach((partition, ms) -> asked.put(partition, OffsetSpec.forTimestamp(ms)));
        // Kafka may return the end of a transaction, whose timestamp comes from the broker's clock. Therefore the
        // timestamps of blocks are checked.
        Map<TopicPartition, Long> fresh = offsets.of(asked);
        fresh.values().removeIf(offset -> offset < 0);
        Map<TopicPartition, BlockHead> kept = fresh.isEmpty() ? new HashMap<>() : heads.from(fresh, youngMs);
        newest.forEach(kept::putIfAbsent);
        return kept;
    }

    /** Adds the gaps of an earlier parser that ended before it reported them. */
    private static void addUnreported(
            Map<TopicPartition, BlockHead> origins, Map<TopicPartition, BlockHead> kept, Map<Integer, StartGap> gaps) {
        origins.forEach((partition, origin) -> {
            BlockHead next = kept.get(partition);
            if (next != null && next.seq() > origin.seq()) {
                gaps.put(partition.partition(), StartGap.between(origin, next));
            }
        });
    }

    /**
     * Sets the group's offsets. If it is not known whether they were set, a gap is reported only if its blocks are missing
     * later.
     */
    private static void shed(
            GroupOffsets group,
            UnreportedStartGaps unreported,
            Map<TopicPartition, BlockHead> origins,
            Map<TopicPartition, BlockHead> kept,
            Map<Integer, StartGap> gaps)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        long events = 0;
        for (Map.Entry<TopicPartition, BlockHead> entry : kept.entrySet()) {
            BlockHead from = of(origins, entry.getKey());
            BlockHead next = entry.getValue();
            if (next.replay() || next.seq() <= from.seq()) {
                continue;
            }
            offsets.put(entry.getKey(), new OffsetAndMetadata(next.offset()));
            gaps.put(entry.getKey().partition(), StartGap.between(from, next));
            events += next.seq() - from.seq();
        }
        if (!offsets.isEmpty()) {
            unreported.note(origins, offsets);
            group.alter(offsets);
            log.warn("lagging too far at the start: shed {} events of {} partitions", events, offsets.size());
        }
    }

    private static BlockHead of(Map<TopicPartition, BlockHead> heads, TopicPartition partition) {
        return Objects.requireNonNull(heads.get(partition));
    }
}
