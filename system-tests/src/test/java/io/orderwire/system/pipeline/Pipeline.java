package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.GatewayOptions;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.ingestor.IngestorProcess;
import io.orderwire.parser.ParserOptions;
import io.orderwire.parser.ParserProcess;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.Health;
import io.orderwire.runtime.process.PipelineProcess;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.broker.TestBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The three processes against one Kafka, as many of each as a test wants; each with a configuration of its own. */
final class Pipeline implements AutoCloseable {
    static final int PARTITIONS = 4;

    private static final int QUEUE_BYTES = 64 << 20;

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(120);

    private static final List<Option<?>> OPTIONS = Stream.of(
                    PipelineOptions.ALL, IngestorOptions.ALL, ParserOptions.ALL, GatewayOptions.ALL)
            .<Option<?>>flatMap(List::stream)
            .toList();

    private final String bootstrapServers;
    private final Topics topics;
    private Clock clock = Clock.systemUTC();
    private LongSupplier nanoTime = System::nanoTime;
    private final List<PipelineProcess> processes = new ArrayList<>();
    private final List<MeterRegistry> meters = new ArrayList<>();
    private final List<ProcessExit> fatal = new CopyOnWriteArrayList<>();

    Pipeline(TestBroker broker) {
        this(broker.bootstrapServers(), broker.topics());
    }

    /** One of several on the same Kafka. */
    Pipeline(String bootstrapServers, Topics topics) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
    }

    /** For processes that start from now on it is later by {@code time}: existing data is older by that for them. */
    void letPass(Duration time) {
        clock = Clock.offset(clock, time);
    }

    /** Sets the wall clock of processes that start from now on. */
    void clock(Clock wall) {
        clock = wall;
    }

    /** Sets the monotonic time of processes that start from now on. */
    void nanoTime(LongSupplier monotonic) {
        nanoTime = monotonic;
    }

    /** {@code settings}, as {@code key=value}, override those that tests have in common. */
    IngestorProcess ingestor(Path data, Source source, String... settings) {
        Map<String, String> common =
                Map.of("data.dir", data.toString(), "source", source.option(), "start", "beginning");
        return start(common, settings, context -> new IngestorProcess(context, "ingestor"));
    }

    ParserProcess parser(String instance, String... settings) {
        return start(
                Map.of("parser.session.timeout.ms", "2000", "parser.threads", "1"),
                settings,
                context -> new ParserProcess(context, instance));
    }

    GatewayProcess gateway(String instance, String... settings) {
        // A file that is there from the start comes in one burst, and a client that just begins may be slow.
        return start(
                Map.of(
                        "gateway.port",
                        "0",
                        "instance.id",
                        instance,
                        "gateway.client.queue.bytes",
                        String.valueOf(QUEUE_BYTES)),
                settings,
                GatewayProcess::new);
    }

    private <T extends PipelineProcess> T start(
            Map<String, String> common, String[] own, Function<ProcessContext, T> process) {
        Map<String, String> settings = new HashMap<>(common);
        settings.put("kafka.bootstrap.servers", bootstrapServers);
        settings.put("topics.prefix", topics.prefix());
        settings.put("partitions", String.valueOf(PARTITIONS));
        // What most of these tests count is to arrive, however slow the machine is.
        settings.put("overload", "complete");
        for (String setting : own) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        Settings.Loader loader = new Settings.Loader(OPTIONS);
        settings.forEach(loader::flag);
        MeterRegistry counters = new SimpleMeterRegistry();
        meters.add(counters);
        T started = process.apply(new ProcessContext(
                loader.load(),
                counters,
                new Health(),
                new StallWatchdog(60_000, System::nanoTime, fatal::add),
                clock,
                nanoTime,
                fatal::add));
        processes.add(started);
        started.start();
        return started;
    }

    /** What all processes so far have counted by that name. */
    long counted(String name) {
        return (long) meters.stream()
                .flatMap(each -> each.find(name).counters().stream())
                .mapToDouble(Counter::count)
                .sum();
    }

    /** What committed readers find in a topic. */
    List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
        return KafkaReads.committed(bootstrapServers, topic, READ_TIMEOUT);
    }

    /** Events that the ingestor has committed. */
    long rawEvents() {
        return committed(topics.raw()).stream()
                .mapToLong(row -> Headers.number(row.headers(), Headers.EVENTS))
                .sum();
    }

    @Override
    public void close() {
        processes.forEach(PipelineProcess::close);
        assertThat(fatal).isEmpty();
    }
}
