package io.orderwire.system.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What the complete lines of a file say to which a process appends. Not thread-safe.
 *
 * @param <T> what a line says
 */
final class GrowingFile<T> {
    private final Path path;
    private final Function<String, T> line;
    private final List<T> lines = new ArrayList<>();
    private long read;

    GrowingFile(Path path, Function<String, T> line) {
        this.path = path;
        this.line = line;
    }

    /** All lines so far; none if there is no such file yet. */
    List<T> lines() {
        if (Files.exists(path)) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
                byte[] more = new byte[Math.toIntExact(file.length() - read)];
                file.seek(read);
                file.readFully(more);
                append(more);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + path, e);
            }
        }
        return lines;
    }

    private void append(byte[] more) {
        int begin = 0;
        for (int i = 0; i < more.length; i++) {
            if (more[i] == '\n') {
                lines.add(line.apply(new String(more, begin, i - begin, StandardCharsets.UTF_8)));
                begin = i + 1;
            }
        }
        read += begin;
    }
}
