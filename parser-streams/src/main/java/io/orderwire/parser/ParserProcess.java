package io.orderwire.parser;

import io.orderwire.parser.parse.ParserTopology;
import io.orderwire.parser.totals.Progress;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.figures.Figures;
import io.orderwire.runtime.figures.Snapshot;
import io.orderwire.runtime.figures.SnapshotPublisher;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.TopicSetup;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.PipelineProcess;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parser: the raw topic to orders, dead letters and gaps. Several share the partitions. */
public final class ParserProcess implements PipelineProcess {
    private static final Logger log = LoggerFactory.getLogger(ParserProcess.class);
    private static final String STAGE = "parser";
    private static final int MAX_REPLACEMENTS = 20;
    private static final long REPLACEMENT_WINDOW_MS = 60_000;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final ProcessContext context;
    private final Settings settings;
    private final KafkaClients clients;
    private final String instance;
    private final ParserMetrics metrics;
    private final Progress progress = new Progress();
    private final SnapshotPublisher figures;
    private final CountDownLatch running = new CountDownLatch(1);
    private final Deque<Long> replacements = new ArrayDeque<>();
    private @Nullable KafkaStreams streams;
    private @Nullable Path temporary;
    private volatile KafkaStreams.State state = KafkaStreams.State.CREATED;
    private boolean closed;

    /** A parser named {@code instance} in the figures and in Kafka's group. */
    public ParserProcess(ProcessContext context, String instance) {
        this.context = context;
        this.settings = context.settings();
        this.clients = new KafkaClients(settings);
        this.instance = instance;
        this.metrics = new ParserMetrics(context.meters());
        this.figures = new SnapshotPublisher(clients, Figures.PARSER, this::snapshot);
    }

    @Override
    public void start() {
        if (settings.get(PipelineOptions.OVERLOAD).equals("latest")) {
            log.info("overload=latest: giving up data by age is not built yet, nothing is given up as with complete");
        }
        int partitions = new TopicSetup(settings).ensure();
        StreamsConfig config = new StreamsConfig(config(partitions));
        KafkaStreams created =
                new KafkaStreams(ParserTopology.build(partitions, progress, metrics, context.clock()), config);
        streams = created;
        context.health().ready(STAGE, this::trouble);
        created.setUncaughtExceptionHandler(this::answer);
        created.setStateListener((now, before) -> {
            state = now;
            if (now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
            if (now == KafkaStreams.State.ERROR) {
                context.fatal().accept(new ProcessExit(ExitCode.UNEXPECTED, "the parser's threads died"));
            }
        });
        created.start();
        figures.start();
        awaitRunning();
    }

    private void awaitRunning() {
        long timeoutMs = settings.get(PipelineOptions.STARTUP_TIMEOUT_MS);
        try {
            if (!running.await(timeoutMs, TimeUnit.MILLISECONDS)) {
                throw new ProcessExit(
                        ExitCode.KAFKA, "the parser was not running within " + timeoutMs + " ms, but " + state);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessExit(ExitCode.UNEXPECTED, "interrupted while starting", e);
        }
    }

    private Map<String, Object> config(int partitions) {
        int threads = settings.get(ParserOptions.THREADS);
        int cores = Runtime.getRuntime().availableProcessors();
        Map<String, Object> config = clients.common();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.get(ParserOptions.APPLICATION_ID));
        config.put(StreamsConfig.CLIENT_ID_CONFIG, "orderwire-parser-" + instance);
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder().toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, settings.get(ParserOptions.GUARANTEE));
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads > 0 ? threads : Math.min(partitions, cores));
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.get(ParserOptions.COMMIT_INTERVAL_MS));
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.get(PipelineOptions.REPLICATION));
        // Blocks are a quarter of a MiB each: the defaults, a thousand records here and there, would not fit a heap.
        config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 8);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 16);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 256 * 1024);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 2 << 20);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        int sessionMs = settings.get(ParserOptions.SESSION_TIMEOUT_MS);
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), sessionMs);
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), sessionMs / 4);
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        // Streams would wait 100 ms for fuller batches.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 512 * 1024);
        // A transaction that begins before the last one's markers are written is refused, for some milliseconds.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 5);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 2 << 20);
        config.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                settings.get(ParserOptions.TRANSACTION_TIMEOUT_MS));
        settings.passedThrough("producer.")
                .forEach((key, value) -> config.put(StreamsConfig.producerPrefix(key), value));
        settings.passedThrough("consumer.")
                .forEach((key, value) -> config.put(StreamsConfig.consumerPrefix(key), value));
        config.putAll(settings.passedThrough("streams."));
        return config;
    }

    private Path stateFolder() {
        Path configured = settings.get(ParserOptions.STATE_DIR);
        if (!configured.toString().isEmpty()) {
            return configured.toAbsolutePath();
        }
        try {
            Path created = Files.createTempDirectory("orderwire-parser");
            temporary = created;
            return created;
        } catch (IOException e) {
            throw new ProcessExit(ExitCode.UNEXPECTED, "no temporary folder: " + e, e);
        }
    }

    private List<String> trouble() {
        return state == KafkaStreams.State.RUNNING ? List.of() : List.of("Kafka Streams is " + state);
    }

    /** A thread that died, of a transaction that timed out for one, is replaced; too many deaths end the process. */
    private synchronized StreamThreadExceptionResponse answer(Throwable failure) {
        long now = context.clock().millis();
        replacements.addLast(now);
        while (!replacements.isEmpty() && replacements.getFirst() < now - REPLACEMENT_WINDOW_MS) {
            replacements.removeFirst();
        }
        metrics.replacedThread();
        if (replacements.size() > MAX_REPLACEMENTS) {
            log.error("{} threads died within a minute", replacements.size(), failure);
            context.fatal()
                    .accept(new ProcessExit(
                            ExitCode.UNEXPECTED, "the parser's threads keep dying: " + failure.getMessage(), failure));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        log.warn("a thread died and is replaced: {}", failure.toString());
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private Snapshot snapshot(boolean stopped) {
        Map<String, Long> values = new HashMap<>();
        progress.addTo(values);
        values.put(Figures.AGE_MS, progress.takeOldestMs());
        return new Snapshot(Figures.PARSER, instance, context.clock().millis(), stopped, trouble(), values);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        figures.close();
        if (streams != null && !streams.close(STOP_TIMEOUT)) {
            log.warn(
                    "the parser did not stop within {} s; what it had not committed is parsed again",
                    STOP_TIMEOUT.toSeconds());
        }
        deleteTemporary();
    }

    private void deleteTemporary() {
        if (temporary == null) {
            return;
        }
        try (Stream<Path> found = Files.walk(temporary)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            log.warn("temporary folder {} not deleted: {}", temporary, e.toString());
        }
    }
}
