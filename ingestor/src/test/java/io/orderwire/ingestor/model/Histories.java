package io.orderwire.ingestor.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs histories, each in a folder of its own, and shrinks the first one that fails. */
final class Histories {
    private final Path directory;
    private int runs;
    private long delivered;

    @Nullable
    History last;

    Histories(Path directory) {
        this.directory = directory;
    }

    /** How a history failed. */
    record Failure(String promise, String what, List<String> log) {}

    /** Events that all histories delivered together. */
    long delivered() {
        return delivered;
    }

    /**
     * Runs the history of that seed.
     *
     * @throws AssertionError with the shrunk history, if it fails
     */
    void run(long seed) {
        History history = History.of(seed);
        Failure failure = fail(history);
        if (failure == null) {
            return;
        }
        History smallest = new Shrinker(other -> {
                    Failure same = fail(other);
                    return same != null && same.promise.equals(failure.promise);
                })
                .shrink(history);

        Failure shrunk = fail(smallest);
        Failure reported = shrunk == null ? failure : shrunk;
        throw new AssertionError("history " + seed + "\n  " + reported.what + "\n  " + smallest.setup() + "\n  "
                + String.join("\n  ", reported.log) + "\n  steps: " + smallest.steps());
    }

    @Nullable
    Failure fail(History history) {
        Path folder = directory.resolve("h" + runs++);
        try (HistoryRun run = new HistoryRun(history, folder)) {
            try {
                run.run();
                delivered += run.delivered();
                return null;
            } catch (Broken e) {
                return new Failure(e.promise(), e.toString(), run.log());
            } catch (IOException | RuntimeException e) {
                String where = e + " at " + e.getStackTrace()[0] + " " + e.getStackTrace()[1];
                return new Failure(e.getClass().getName(), where, run.log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try {
            if (Files.exists(folder)) {
                Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
                            throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
