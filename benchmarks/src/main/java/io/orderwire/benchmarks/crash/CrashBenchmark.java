package io.orderwire.benchmarks.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** {@code bench crash}: prints what kills cost and what came out; a broken promise ends it with an error. */
public final class CrashBenchmark {
    private final CrashOptions options;

    /** @throws IllegalArgumentException naming an option that is none, or out of range */
    public CrashBenchmark(Map<String, String> words) {
        options = CrashOptions.of(words);
    }

    /** Runs it in a temporary folder, which stays, with the processes' logs, when a promise is broken. */
    public void run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("orderwire-crash");
        System.out.println("crash, " + options.source().option() + ", overload=" + options.overload() + ", "
                + options.linesPerSecond() + " lines/s, seed " + options.seed() + ", in " + folder);
        CrashRun.Report report = new CrashRun(options, folder, line -> System.out.println("  " + line)).run();
        System.out.println(report.text());
        System.out.println("every event accounted for, once, in order, in the topics and to the WebSocket clients");
        delete(folder);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
