package io.orderwire.ingestor.tail;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The hour files of a node, which the test writes, cuts and replaces. */
class HourFiles {
    private final Path folder;

    HourFiles(Path folder) {
        this.folder = folder;
    }

    /** The path of an hour file, counted from the first hour of 2027; January only. */
    static String hour(int index) {
        return 20_270_101 + index / 24 + "/" + index % 24;
    }

    final Path path(String hour) {
        return folder.resolve("hourly").resolve(hour);
    }

    final void append(String hour, String text) throws IOException {
        Files.createDirectories(path(hour).getParent());
        Files.writeString(path(hour), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Another file with that text takes the path. */
    final void replace(String hour, String text) throws IOException {
        Path other = Files.writeString(folder.resolve("other"), text);
        Files.move(other, path(hour), StandardCopyOption.ATOMIC_MOVE);
    }

    final void truncate(String hour, long size) throws IOException {
        try (FileChannel file = FileChannel.open(path(hour), StandardOpenOption.WRITE)) {
            file.truncate(size);
        }
    }
}
