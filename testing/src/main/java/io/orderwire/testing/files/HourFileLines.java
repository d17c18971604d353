package io.orderwire.testing.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the complete lines of a file, with the offset of each. */
final class HourFileLines {
    /** Receives a line without its line feed. */
    interface Sink {
        void line(long offset, byte[] line);
    }

    private HourFileLines() {}

    /** Returns the number of bytes after the last line feed. */
    static long read(Path file, Sink sink) throws IOException {
        byte[] chunk = new byte[1 << 20];
        ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
        long lineBegin = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                int from = 0;
                for (int i = 0; i < length; i++) {
                    if (chunk[i] == '\n') {
                        line.write(chunk, from, i - from);
                        from = i + 1;
                        byte[] bytes = line.toByteArray();
                        line.reset();
                        sink.line(lineBegin, bytes);
                        lineBegin += bytes.length + 1L;
                    }
                }
                line.write(chunk, from, length - from);
            }
        }
        return line.size();
    }
}
