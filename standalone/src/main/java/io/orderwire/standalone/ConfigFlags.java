package io.orderwire.standalone;

import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.Settings;
import io.orderwire.standalone.pipeline.Configuration;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of every command that runs a part of the pipeline. */
public final class ConfigFlags {
    @picocli.CommandLine.Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file; the environment and flags stand over it.")
    private @Nullable Path file;

    @picocli.CommandLine.Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "Sets an option by its key, kafka.*, producer.*, consumer.* and streams.* included.")
    private Map<String, String> keys = new LinkedHashMap<>();

    private final Map<String, String> flags = new LinkedHashMap<>();

    /** Sets an option to the value of its own flag, unless the flag was not given and {@code value} is null. */
    ConfigFlags flag(Option<?> option, @Nullable Object value) {
        if (value != null) {
            flags.put(option.name(), value.toString());
        }
        return this;
    }

    /** Loads the settings from the file, the environment and the flags. */
    public Settings.Loader load() {
        Map<String, String> all = new LinkedHashMap<>(keys);
        all.putAll(flags);
        return Configuration.load(file, System.getenv(), all);
    }
}
