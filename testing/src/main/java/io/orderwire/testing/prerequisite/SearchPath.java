package io.orderwire.testing.prerequisite;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The folders in which commands are looked up. */
public final class SearchPath {
    private SearchPath() {}

    /** All programs of that name, in the order of the folders in {@code PATH}. */
    public static List<Path> find(String command) {
        return find(command, System.getenv().getOrDefault("PATH", ""));
    }

    static List<Path> find(String command, String folders) {
        return Arrays.stream(folders.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, command).toAbsolutePath())
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .toList();
    }
}
