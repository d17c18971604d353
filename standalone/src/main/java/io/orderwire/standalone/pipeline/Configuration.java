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

/** Loads the settings of a process. Every process knows every option, so that all can share a file. */
public final class Configuration {
    /** Environment variables that look like options but belong to the launcher. */
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
     * Loads the file, if there is one, the environment, which overrides it, and the flags, which override both.
     *
     * @param flags by option name
     * @throws io.orderwire.runtime.config.ConfigurationException if the file cannot be read; a wrong key or value
     *     is reported by {@link Settings.Loader#load}
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
