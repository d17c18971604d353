package io.orderwire.system.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The complete lines of a file to which a process appends. Not thread-safe. */
final class GrowingFile {
    private final Path path;
    private final List<String> lines = new ArrayList<>();
    private long read;

    GrowingFile(Path path) {
        this.path = path;
    }

    /** All lines so far; none if there is no such file yet. */
    List<String> lines() {
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
                lines.add(new String(more, begin, i - begin, StandardCharsets.UTF_8));
                begin = i + 1;
            }
        }
        read += begin;
    }
}
