package io.orderwire.parser.shed;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.topic.Topics;
import io.orderwire.parser.stats.ParserMetrics;
import io.orderwire.runtime.kafka.NewerRecords;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * A thread with a virtual clock that parses two partitions in turn, with its real gates. Each partition gets a block every
 * 10 ms, in a transaction of its own: blocks have even offsets, the ends of transactions odd ones.
 */
final class SimulatedThread {
    static final long MAX_AGE_MS = 500;
    private static final int PARTITIONS = 2;
    private static final int BLOCK_MS = 10;

    private final int eventsOfABlock;
    private final double eventsPerSecond;
    private final BlockShedding shedding;
    private final List<AgeGate> gates;
    private final long[] nextBlocks = new long[PARTITIONS];
    private double nowMs;
    private long parsed;
    private long shed;

    /**
     * Starts at the beginning of the topic.
     *
     * @param linesPerSecond lines per second that arrive in both partitions together
     * @param eventsPerSecond events per second that the thread can parse
     * @param formerThroughput throughput of the previous run, or 0
     */
    SimulatedThread(int linesPerSecond, double eventsPerSecond, long catchUpMaxMs, long formerThroughput) {
        this.eventsOfABlock = linesPerSecond * BLOCK_MS / 1_000 / PARTITIONS;
        this.eventsPerSecond = eventsPerSecond;
        this.shedding = new BlockShedding(
                ThreadLags.limits(MAX_AGE_MS, catchUpMaxMs, true, 1),
                formerThroughput,
                new Topic(),
                Map.of(),
                () -> (long) (nowMs * 1e6),
                new ParserMetrics(new SimpleMeterRegistry()));
        this.gates = IntStream.range(0, PARTITIONS).mapToObj(shedding::gate).toList();
    }

    private final class Topic implements NewerRecords {
        @Override
        public long instead(int partition, long offset) {
            double fromMs = arrivalMs(offset);
            if (nowMs - fromMs <= MAX_AGE_MS) {
                return 0;
            }
            long young = Math.min(end(partition) - 2, offset(nowMs - MAX_AGE_MS / 2.0));
            return arrivalMs(young) - fromMs >= MAX_AGE_MS / 2.0 ? young : 0;
        }

        @Override
        public long waitedMs(int partition, long offset) {
            return Math.max(0, (long) (nowMs - arrivalMs(offset)));
        }

        @Override
        public long end(int partition) {
            return offset(nowMs);
        }

        @Override
        public long endSeenNanos(int partition) {
            return (long) (nowMs * 1e6);
        }

        private double arrivalMs(long offset) {
            return (offset + 1) / 2 * BLOCK_MS + 1.0;
        }

        /** Offset of the first block that arrives at that time or later. */
        private long offset(double ms) {
            return 2 * Math.max(0, (long) Math.ceil((ms - 1) / BLOCK_MS));
        }
    }

    /** Lets time pass without parsing. */
    void pause(long ms) {
        nowMs += ms;
    }

    /** Parses until that time has passed. */
    void run(long ms) {
        double untilMs = nowMs + ms;
        while (nowMs < untilMs) {
            boolean found = false;
            for (int partition = 0; partition < PARTITIONS; partition++) {
                found |= handleNext(partition);
            }
            if (!found) {
                shedding.lags().polled(ConsumerRecords.empty());
                nowMs++;
            }
        }
    }

    private boolean handleNext(int partition) {
        long offset = 2 * nextBlocks[partition];
        if (offset >= 2 * (long) Math.ceil((nowMs - 1) / BLOCK_MS)) {
            return false;
        }
        shedding.lags().polled(polled(partition, offset));
        AgeGate gate = gates.get(partition);
        if (gate.stops(new BlockAt(offset, eventsOfABlock, (nextBlocks[partition] + 1) * eventsOfABlock))) {
            shed += eventsOfABlock;
            shedding.shed(eventsOfABlock, MAX_AGE_MS, (long) nowMs);
        } else {
            nowMs += eventsOfABlock * 1e3 / eventsPerSecond;
            parsed += eventsOfABlock;
            gate.parsed(eventsOfABlock);
        }
        gate.handled(offset);
        nextBlocks[partition]++;
        return true;
    }

    private static ConsumerRecords<byte[], byte[]> polled(int partition, long offset) {
        TopicPartition raw = new TopicPartition(Topics.DEFAULT.raw(), partition);
        ConsumerRecord<byte[], byte[]> block = new ConsumerRecord<>(
                raw.topic(),
                partition,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
        return new ConsumerRecords<>(Map.of(raw, List.of(block)), Map.of(raw, new OffsetAndMetadata(offset + 2)));
    }

    /** Age of the oldest block that waits. */
    long ageMs() {
        Topic topic = new Topic();
        return IntStream.range(0, PARTITIONS)
                .mapToLong(partition -> topic.waitedMs(partition, 2 * nextBlocks[partition]))
                .max()
                .orElse(0);
    }

    BlockShedding shedding() {
        return shedding;
    }

    long parsed() {
        return parsed;
    }

    long shed() {
        return shed;
    }

    /** Ends its tasks. */
    void close() {
        gates.forEach(AgeGate::close);
    }
}
