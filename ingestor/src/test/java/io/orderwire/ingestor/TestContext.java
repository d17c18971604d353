package io.orderwire.ingestor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.ParserGroup;
import io.orderwire.runtime.process.Health;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.testing.broker.TestBroker;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The context of an ingestor under test. */
final class TestContext {
    private TestContext() {}

    static ProcessContext of(TestBroker broker, Map<String, String> settings) {
        return of(broker, settings, exit -> {
            throw new AssertionError("fatal: " + exit.getMessage(), exit);
        });
    }

    static ProcessContext of(TestBroker broker, Map<String, String> settings, Consumer<ProcessExit> fatal) {
        List<Option<?>> options = Stream.of(
                        PipelineOptions.ALL, IngestorOptions.ALL, List.<Option<?>>of(ParserGroup.APPLICATION_ID))
                .<Option<?>>flatMap(List::stream)
                .toList();
        Settings.Loader loader = new Settings.Loader(options)
                .flag("kafka.bootstrap.servers", broker.bootstrapServers())
                .flag("topics.prefix", broker.topics().prefix());
        settings.forEach(loader::flag);
        return new ProcessContext(
                loader.load(),
                new SimpleMeterRegistry(),
                new Health(),
                new StallWatchdog(60_000, System::nanoTime, fatal),
                Clock.systemUTC(),
                fatal);
    }
}
