package io.orderwire.ingestor.tail;

import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * The folder of the source whose hour files are read.
 *
 * @param directory the folder that contains {@code hourly}
 * @param start position at which to begin without a checkpoint
 * @param setAside paths that temporarily are not hour files, and are not logged
 */
public record HourlySource(Path directory, StartPosition start, Predicate<Path> setAside) {
    Path hourly() {
        return directory.resolve("hourly");
    }
}
