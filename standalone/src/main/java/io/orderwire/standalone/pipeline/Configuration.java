package io.orderwire.standalone.pipeline;

import io.orderwire.gateway.GatewayOptions;
import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.parser.ParserOptions;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a process's settings come from. Every process knows every option, so that all can share a file. */
public final class Configuration {
    /** Environment variables that look like options and are the launcher's. */
    private static final Collection<String> RESERVED =
            List.of("ORDERWIRE_ARGS", "ORDERWIRE_JAVA_OPTS", "ORDERWIRE_LOG_LEVEL");

    private static final List<Option<?>> OPTIONS = Stream.of(
                    PipelineOptions.ALL,
                    IngestorOptions.ALL,
                    ParserOptions.ALL,
                    GatewayOptions.ALL,
                    StandaloneOptions.ALL)
            .<Option<?>>flatMap(List::stream)
            .toList();

    private Configuration() {}

    /**
     * Loads the file, if there is one, over it the environment, over it the flags.
     *
     * @param flags by option name
     * @throws io.orderwire.runtime.config.ConfigurationException when a key of them is wrong, at the latest from
     *     {@link Settings.Loader#load}
     */
    public static Settings.Loader load(
            @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
        Settings.Loader loader = new Settings.Loader(OPTIONS).kafkaNames(ParserOptions.streamsNames());
        if (file != null) {
            loader.file(file);
        }
        loader.environment(environment, RESERVED);
        flags.forEach(loader::flag);
        return loader;
    }
}
