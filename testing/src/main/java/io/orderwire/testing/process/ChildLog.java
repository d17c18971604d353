package io.orderwire.testing.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The output of one child process, both streams, in a file of the folder that {@value #PROPERTY} names; without the
 * property, nothing is written. Thread-safe.
 */
final class ChildLog {
    /** Folder of the logs, one file per process. */
    static final String PROPERTY = "orderwire.test.child.logs";

    private final String folder = System.getProperty(PROPERTY, "");
    private final String name;

    /** Of a process whose main method is in the class of that name. */
    ChildLog(String main, long pid) {
        String simpleName = main.substring(1 + Math.max(main.lastIndexOf('.'), main.lastIndexOf('$')));
        this.name = simpleName + "-" + pid + ".log";
    }

    synchronized void add(String line) {
        if (folder.isEmpty()) {
            return;
        }
        try {
            Path file = Files.createDirectories(Path.of(folder)).resolve(name);
            Files.writeString(
                    file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(PROPERTY + " is '" + folder + "', which cannot be written", e);
        }
    }
}
