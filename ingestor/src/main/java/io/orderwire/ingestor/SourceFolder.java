package io.orderwire.ingestor;

import io.orderwire.contract.position.Source;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds the folder of the node that is to be read. */
final class SourceFolder {
    private SourceFolder() {}

    /**
     * The configured source, or the only one whose folder exists.
     *
     * @param asked value of the option; empty to choose the only existing source
     * @return empty if no source is configured and none exists yet
     * @throws ProcessExit {@link ExitCode#DATA_FOLDER} when the data folder cannot be read, or several sources exist and none
     *     is configured
     */
    static Optional<Source> find(Path data, String asked) {
        if (!Files.isDirectory(data)) {
            throw new ProcessExit(
                    ExitCode.DATA_FOLDER,
                    "data folder " + data + (Files.exists(data) ? " is not a folder" : " does not exist"));
        }
        if (!Files.isReadable(data) || !Files.isExecutable(data)) {
            throw new ProcessExit(ExitCode.DATA_FOLDER, "data folder " + data + " is not readable");
        }
        if (!asked.isEmpty()) {
            return Optional.of(Source.of(asked));
        }
        List<Source> found = Arrays.stream(Source.values())
                .filter(source -> Files.isDirectory(data.resolve(source.directory())))
                .toList();
        if (found.size() > 1) {
            throw new ProcessExit(
                    ExitCode.DATA_FOLDER,
                    "data folder " + data + " holds several sources, choose one with --source: "
                            + String.join(
                                    ", ", found.stream().map(Source::option).toList()));
        }
        return found.stream().findFirst();
    }
}
