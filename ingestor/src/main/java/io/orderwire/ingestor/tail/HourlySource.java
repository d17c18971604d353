package io.orderwire.ingestor.tail;

import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * The folder of one source, whose hour files are read.
 *
 * @param directory the folder that contains {@code hourly}
 * @param start where to begin without a checkpoint
 * @param setAside paths that are no hour files for a while, and are not mentioned in the log
 */
public record HourlySource(Path directory, StartPosition start, Predicate<Path> setAside) {
    Path hourly() {
        return directory.resolve("hourly");
    }
}
