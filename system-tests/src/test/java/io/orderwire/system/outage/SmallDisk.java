package io.orderwire.system.outage;

import io.orderwire.testing.prerequisite.Prerequisite;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** A file system in memory of a given size, which can be filled up. */
final class SmallDisk implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    /** Mounts one there; skips the test when this user may not. */
    static SmallDisk mount(Path path, int mebibytes) throws IOException, InterruptedException {
        Files.createDirectories(path);
        String reported = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", path.toString());
        if (!reported.isEmpty()) {
            throw Prerequisite.TMPFS.missing("a tmpfs cannot be mounted, which is root's right: " + reported.strip());
        }
        return new SmallDisk(path);
    }

    Path path() {
        return path;
    }

    /** Takes all but so much. */
    void leave(long bytes) throws IOException {
        try (OutputStream out =
                Files.newOutputStream(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            byte[] chunk = new byte[CHUNK];
            while (path.toFile().getUsableSpace() > bytes) {
                out.write(chunk, 0, (int) Math.min(CHUNK, path.toFile().getUsableSpace() - bytes));
            }
        } catch (IOException full) {
            // Others write beside this, and may get what was left.
            if (path.toFile().getUsableSpace() >= CHUNK) {
                throw full;
            }
        }
    }

    /** Takes all that is left. */
    void fill() throws IOException {
        leave(0);
    }

    /** Gives back what {@link #fill} took. */
    void free() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return path.resolve("ballast");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return e.toString();
        }
        String reported = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return String.join(" ", command) + " does not end";
        }
        return process.exitValue() == 0 ? "" : reported + " exit code " + process.exitValue();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        // Lazily: a process that was just killed may still hold a file.
        String reported = run("umount", "-l", path.toString());
        if (!reported.isEmpty()) {
            throw new IOException("cannot unmount " + path + ": " + reported);
        }
    }
}
