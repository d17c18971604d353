package io.orderwire.benchmarks.floor;

import io.orderwire.benchmarks.BrokerMain;
import io.orderwire.benchmarks.ChildProcess;
import io.orderwire.benchmarks.Load;
import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Kafka alone, as fast as it goes: a producer in the ingestor's place, a relay in the parser's, a committed consumer, and the
 * embedded broker, each but the consumer in a JVM of its own. No more than {@value #WINDOW} lines are under way, so that the
 * slowest station determines the rate.
 */
public final class FloorRun implements AutoCloseable {
    private static final int PARTITIONS = 8;
    private static final int WINDOW = 100_000;
    private static final int SAMPLE_RATE = 100_000;
    private static final String RAW = "floor.raw";
    private static final String OUT = "floor.out";
    private static final Duration POLL = Duration.ofMillis(20);
    private static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long FIRST_LINES_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Map<String, ChildProcess> parts = new LinkedHashMap<>();
    private final Path folder = Files.createTempDirectory("orderwire-floor");
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final long retentionBytes;
    private long lines;
    private long reported;

    /** Starts everything in a form; each partition of the topics keeps that many bytes. */
    public FloorRun(Form form, long retentionBytes) throws Exception {
        this.retentionBytes = retentionBytes;
        try {
            Path data = folder.resolve("data");
            Load.write(data, Source.STREAMING, SAMPLE_RATE, 1);
            ChildProcess broker = child(
                    "broker", 512, BrokerMain.class, folder.resolve("kafka").toString());
            String bootstrap = broker.awaitLine();
            createTopics(bootstrap);
            child("relay", 768, FloorRelay.class, bootstrap, RAW, OUT, form.name())
                    .awaitLine();
            consumer = new KafkaConsumer<>(
                    Map.of(
                            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            bootstrap,
                            ConsumerConfig.GROUP_ID_CONFIG,
                            "floor",
                            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                            "earliest",
                            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                            "read_committed"),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            consumer.subscribe(List.of(OUT));
            child(
                            "producer",
                            384,
                            FloorProducer.class,
                            bootstrap,
                            RAW,
                            String.valueOf(PARTITIONS),
                            sample(data).toString(),
                            String.valueOf(WINDOW))
                    .awaitLine();
        } catch (IOException | InterruptedException | RuntimeException e) {
            stop();
            throw e;
        }
    }

    private ChildProcess child(String name, int heapMib, Class<?> main, String... args) throws IOException {
        ChildProcess child = ChildProcess.java(
                folder.resolve(name + ".log"),
                List.of("-Xms" + heapMib + "m", "-Xmx" + heapMib + "m", "-XX:+AlwaysPreTouch", "-XX:+UseParallelGC"),
                main.getName(),
                List.of(args));
        parts.put(name, child);
        return child;
    }

    private void createTopics(String bootstrap) throws Exception {
        Map<String, String> bounded = Map.of(
                "retention.bytes",
                String.valueOf(retentionBytes),
                "segment.bytes",
                String.valueOf(retentionBytes / 8),
                "max.message.bytes",
                String.valueOf(2 << 20));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(Stream.of(RAW, OUT)
                            .map(name -> new NewTopic(name, PARTITIONS, (short) 1).configs(bounded))
                            .toList())
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static Path sample(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    /** Ids of the processes. */
    public Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        parts.forEach((name, child) -> pids.put(name, child.pid()));
        return pids;
    }

    /** Consumes until lines arrive, because processes and their first transactions take long to start on a busy machine. */
    public void awaitFirstLines() throws IOException {
        long begin = System.nanoTime();
        while (consume(REPORT_NANOS / 1e9) == 0) {
            if (System.nanoTime() - begin > FIRST_LINES_NANOS) {
                throw new IOException("no lines of the floor arrived within a minute");
            }
        }
    }

    /** Consumes for so long; returns how many lines arrived. */
    public long consume(double seconds) throws IOException {
        long before = lines;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() - end < 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Header lengths = record.headers().lastHeader(FloorProducer.LENGTHS);
                lines += lengths == null ? 1 : lengths.value().length / Integer.BYTES;
            }
            if (System.nanoTime() - reported >= REPORT_NANOS) {
                reported = System.nanoTime();
                ChildProcess producer = parts.get("producer");
                if (producer != null) {
                    producer.say(String.valueOf(lines));
                }
            }
        }
        return lines - before;
    }

    private void stop() throws IOException {
        List<ChildProcess> children = List.copyOf(parts.values());
        for (int i = children.size() - 1; i >= 0; i--) {
            children.get(i).close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Override
    public void close() throws IOException {
        consumer.close();
        stop();
    }
}
