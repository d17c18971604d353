package io.orderwire.standalone.pipeline;

import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.ingestor.tail.StartPosition;
import io.orderwire.orders.Source;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Looks at what the ingestor is to read, before anything is started that takes long or leaves traces. */
final class DataFolder {
    private DataFolder() {}

    /**
     * Checks the ingestor's settings against what is there.
     *
     * @throws ConfigurationException when no folder is named, or the start position is none
     * @throws ProcessExit {@link ExitCode#DATA_FOLDER} when the folder cannot be read, or holds several sources and none
     *     is chosen
     */
    static void check(Settings settings) {
        String start = settings.get(IngestorOptions.START);
        try {
            StartPosition.parse(start);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "start is " + start + ", expected end, beginning or a position like 20260505/17@1234567");
        }
        Path data = settings.get(IngestorOptions.DATA_DIR);
        if (data.toString().isEmpty()) {
            throw new ConfigurationException("the node's data folder is not given: --data DIR, or data.dir");
        }
        checkFolder(data.toAbsolutePath(), settings.get(IngestorOptions.SOURCE).isEmpty());
    }

    private static void checkFolder(Path data, boolean choose) {
        if (!Files.isDirectory(data)) {
            throw unusable(data, Files.exists(data) ? "is not a folder" : "does not exist");
        }
        if (!Files.isReadable(data) || !Files.isExecutable(data)) {
            throw unusable(data, "is not readable");
        }
        List<String> sources = Arrays.stream(Source.values())
                .filter(source -> Files.isDirectory(data.resolve(source.directory())))
                .map(Source::option)
                .toList();
        if (choose && sources.size() > 1) {
            throw unusable(data, "holds several sources, choose one with --source: " + String.join(", ", sources));
        }
    }

    private static ProcessExit unusable(Path data, String why) {
        return new ProcessExit(ExitCode.DATA_FOLDER, "data folder " + data + " " + why);
    }
}
