package io.orderwire.ingestor.prune;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.topic.Headers;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.ParserGroup;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Reads from Kafka what is parsed and what is lost. What is parsed is read first: the parsers commit a loss together with the
 * offsets behind it, so that the topics of gaps, read later and to their very end, report every loss before those offsets.
 * Every call has a bound.
 */
final class KafkaFacts implements Facts {
    private static final String CLIENT_ID = "orderwire-prune";
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration REPORT_WITHIN = Duration.ofSeconds(2);
    private static final int FETCH_BYTES = 2 << 20;
    private static final int PARTITION_FETCH_BYTES = 256 * 1024;

    /** No gap with what Kafka adds to it takes as much in the log. */
    private static final long MOST_GAP_BYTES = 1_024;

    private final KafkaClients clients;
    private final ParserGroup group;
    private final Set<String> gaps;
    private final Duration timeout;
    private final Clock clock;
    private final Runnable step;

    /**
     * @param group of the parsers
     * @param gaps the topics of gaps, of the ingestor and of the parsers
     * @param timeout bound of each call, and of reading a topic
     * @param clock compared with the retention of the topics of gaps
     * @param step called again and again while waiting for Kafka
     */
    KafkaFacts(
            KafkaClients clients, ParserGroup group, Set<String> gaps, Duration timeout, Clock clock, Runnable step) {
        this.clients = clients;
        this.group = group;
        this.gaps = gaps;
        this.timeout = timeout;
        this.clock = clock;
        this.step = step;
    }

    @Override
    public Proof read(long[] nextSeq) {
        Admin admin = clients.admin(CLIENT_ID);
        Consumer<byte[], byte[]> consumer = consumer();
        try {
            Unparsed unparsed = unparsed(admin, consumer, nextSeq);
            awaitReports();
            return new Proof(unparsed, losses(admin, consumer));
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (InterruptException e) {
            throw e;
        } catch (TimeoutException | KafkaException e) {
            throw failed(e);
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            admin.close(Duration.ZERO);
        }
    }

    /**
     * A parser that passes over blocks may commit the offset behind them before it reports them, which it does with the first
     * record there.
     */
    private void awaitReports() {
        long until = System.nanoTime() + REPORT_WITHIN.toNanos();
        while (System.nanoTime() < until) {
            step.run();
            LockSupport.parkNanos(POLL.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptException("interrupted while waiting for reports of losses");
            }
        }
    }

    private ProcessExit failed(Throwable cause) {
        return new ProcessExit(
                ExitCode.KAFKA,
                "Kafka at " + clients.bootstrapServers() + " does not show what is parsed: " + cause,
                cause);
    }

    private Consumer<byte[], byte[]> consumer() {
        return clients.consumer(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                CLIENT_ID,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                FETCH_BYTES,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                PARTITION_FETCH_BYTES));
    }

    private Unparsed unparsed(Admin admin, Consumer<byte[], byte[]> consumer, long[] nextSeq)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<TopicPartition> raw = IntStream.range(0, nextSeq.length)
                .mapToObj(number -> new TopicPartition(clients.topics().raw(), number))
                .toList();
        Map<TopicPartition, Long> begins = offsets(admin, raw, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(admin, raw, OffsetSpec.latest());
        // A jump is noted before it is made, so that its note is found if the offset is.
        Map<TopicPartition, Long> committed = committed(admin, group.name());
        Map<TopicPartition, Long> noted = committed(admin, group.jumps());
        Unparsed unparsed = new Unparsed();
        Map<TopicPartition, RawPartition> lagging = new HashMap<>();
        for (TopicPartition partition : raw) {
            RawPartition known = new RawPartition(
                    partition.partition(),
                    begins.getOrDefault(partition, 0L),
                    ends.getOrDefault(partition, Long.MAX_VALUE),
                    committed.get(partition),
                    nextSeq[partition.partition()],
                    noted.get(partition));
            String doubt = known.doubt();
            if (doubt != null) {
                unparsed.addAll(doubt);
            } else if (known.hasUnparsed()) {
                lagging.put(partition, known);
            }
        }
        scan(consumer, lagging, unparsed);
        return unparsed;
    }

    /** Reads the records that are not parsed; where that takes too long, any file may have some. */
    private void scan(Consumer<byte[], byte[]> consumer, Map<TopicPartition, RawPartition> lagging, Unparsed unparsed) {
        if (lagging.isEmpty()) {
            return;
        }
        consumer.assign(lagging.keySet());
        lagging.forEach((partition, known) -> consumer.seek(partition, Math.max(known.next(), known.begin())));
        Map<TopicPartition, RawPartition> left = new HashMap<>(lagging);
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> row : poll(consumer)) {
                RawPartition known = lagging.get(new TopicPartition(row.topic(), row.partition()));
                HourFile file = file(row);
                if (known != null && file != null && row.offset() < known.end()) {
                    unparsed.add(file, known.where());
                }
            }
            left.entrySet()
                    .removeIf(entry -> consumer.position(entry.getKey(), timeout)
                            >= entry.getValue().end());
            consumer.pause(lagging.keySet().stream()
                    .filter(partition -> !left.containsKey(partition))
                    .toList());
        }
        left.values().forEach(known -> unparsed.addAll(known.where()));
    }

    /** The file that a raw record is of; null if it is a marker, or no ingestor wrote it. */
    private static @Nullable HourFile file(ConsumerRecord<byte[], byte[]> row) {
        String file = Headers.text(row.headers(), Headers.FILE);
        try {
            return file == null ? null : HourFile.parse(file);
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    private ReportedLosses losses(Admin admin, Consumer<byte[], byte[]> consumer)
            throws ExecutionException, InterruptedException, TimeoutException {
        ReportedLosses losses = new ReportedLosses();
        for (String topic : gaps) {
            TopicPartition partition = new TopicPartition(topic, 0);
            long begin = offset(admin, partition, OffsetSpec.earliest());
            // Not the end for committed readers: a transaction whose offsets were read may not have its marker here
            // yet.
            long end = offset(admin, partition, OffsetSpec.latest());
            long oldestMs = read(consumer, partition, begin, end, losses);
            if (begin > 0) {
                losses.knownFrom(knownFromMs(admin, topic, end - begin, oldestMs));
            }
        }
        return losses;
    }

    /** Returns the timestamp of the first record, {@link Long#MAX_VALUE} if there is none. */
    private long read(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, long begin, long end, ReportedLosses losses)
            throws TimeoutException {
        consumer.assign(List.of(partition));
        consumer.seek(partition, begin);
        long oldestMs = Long.MAX_VALUE;
        long deadline = System.nanoTime() + timeout.toNanos();
        while (consumer.position(partition, timeout) < end) {
            for (ConsumerRecord<byte[], byte[]> row : poll(consumer)) {
                String text = row.value() == null ? "" : new String(row.value(), StandardCharsets.UTF_8);
                losses.add(text, partition.topic() + " at offset " + row.offset(), row.timestamp());
                oldestMs = oldestMs == Long.MAX_VALUE ? row.timestamp() : oldestMs;
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException(
                        "the end of " + partition.topic() + " was not reached within " + timeout.toMillis() + " ms");
            }
        }
        return oldestMs;
    }

    /**
     * Since when all gaps are kept, of a topic whose first records are gone. What retention by time took is as old as the
     * retention; what retention by size took, or anything else, is only known to be older than the first record that is left.
     */
    private long knownFromMs(Admin admin, String topic, long offsets, long oldestMs)
            throws ExecutionException, InterruptedException, TimeoutException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = get(admin.describeConfigs(List.of(resource)).all()).get(resource);
        long retentionMs = number(config, TopicConfig.RETENTION_MS_CONFIG);
        long retentionBytes = number(config, TopicConfig.RETENTION_BYTES_CONFIG);
        boolean bySize = retentionBytes >= 0 && offsets * MOST_GAP_BYTES >= retentionBytes;
        return bySize || retentionMs < 0 ? oldestMs : Math.min(oldestMs, clock.millis() - retentionMs);
    }

    private static long number(@Nullable Config config, String name) {
        ConfigEntry entry = config == null ? null : config.get(name);
        return entry == null || entry.value() == null ? -1 : Long.parseLong(entry.value());
    }

    private Iterable<ConsumerRecord<byte[], byte[]>> poll(Consumer<byte[], byte[]> consumer) {
        step.run();
        return consumer.poll(POLL);
    }

    private Map<TopicPartition, Long> committed(Admin admin, String groupId)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> committed = new HashMap<>();
        try {
            Map<TopicPartition, OffsetAndMetadata> found =
                    get(admin.listConsumerGroupOffsets(groupId).partitionsToOffsetAndMetadata());
            found.forEach((partition, offset) -> {
                if (offset != null) {
                    committed.put(partition, offset.offset());
                }
            });
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw e;
            }
        }
        return committed;
    }

    private long offset(Admin admin, TopicPartition partition, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        return offsets(admin, List.of(partition), spec).getOrDefault(partition, Long.MAX_VALUE);
    }

    private Map<TopicPartition, Long> offsets(Admin admin, Collection<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found :
                get(admin.listOffsets(asked).all()).entrySet()) {
            offsets.put(found.getKey(), found.getValue().offset());
        }
        return offsets;
    }

    private <T> T get(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            step.run();
            try {
                return future.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("no answer within " + timeout.toMillis() + " ms");
                }
            }
        }
    }
}
