package io.orderwire.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.gateway.GatewayOptions;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.ingestor.IngestorProcess;
import io.orderwire.orders.Source;
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
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;

/** The three processes against one Kafka, as many of each as a test wants; each with a configuration of its own. */
final class Pipeline implements AutoCloseable {
    static final int PARTITIONS = 4;

    private static final List<Option<?>> OPTIONS = Stream.of(
                    PipelineOptions.ALL, IngestorOptions.ALL, ParserOptions.ALL, GatewayOptions.ALL)
            .<Option<?>>flatMap(List::stream)
            .toList();

    private final String bootstrapServers;
    private final List<PipelineProcess> processes = new ArrayList<>();
    private final List<ProcessExit> fatal = new CopyOnWriteArrayList<>();

    Pipeline(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    IngestorProcess ingestor(Path data, Source source) {
        Map<String, String> settings =
                Map.of("data.dir", data.toString(), "source", source.option(), "start", "beginning");
        return start(settings, context -> new IngestorProcess(context, "ingestor"));
    }

    ParserProcess parser(String instance) {
        return start(
                Map.of("parser.session.timeout.ms", "2000", "parser.threads", "1"),
                context -> new ParserProcess(context, instance));
    }

    GatewayProcess gateway(String instance) {
        return start(Map.of("gateway.port", "0", "instance.id", instance), GatewayProcess::new);
    }

    private <T extends PipelineProcess> T start(Map<String, String> settings, Function<ProcessContext, T> process) {
        Settings.Loader loader = new Settings.Loader(OPTIONS)
                .flag("kafka.bootstrap.servers", bootstrapServers)
                .flag("partitions", String.valueOf(PARTITIONS))
                // What these tests count is to arrive, however slow the machine is.
                .flag("overload", "complete");
        settings.forEach(loader::flag);
        T started = process.apply(new ProcessContext(
                loader.load(),
                new SimpleMeterRegistry(),
                new Health(),
                new StallWatchdog(60_000, System::nanoTime, fatal::add),
                Clock.systemUTC(),
                fatal::add));
        processes.add(started);
        started.start();
        return started;
    }

    @Override
    public void close() {
        processes.forEach(PipelineProcess::close);
        assertThat(fatal).isEmpty();
    }
}
