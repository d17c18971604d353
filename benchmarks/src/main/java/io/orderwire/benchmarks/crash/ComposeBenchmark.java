package io.orderwire.benchmarks.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code bench compose}: what kills in a Compose project cost its clients; a broken promise ends it with an error. */
public final class ComposeBenchmark {
    private ComposeBenchmark() {}

    /**
     * Runs it on the project that the environment names ({@code COMPOSE_PROJECT_NAME}, ports).
     *
     * @throws IllegalArgumentException naming an option that is none, or out of range
     */
    public static void run(Map<String, String> words) throws IOException, InterruptedException {
        ComposeOptions options = ComposeOptions.of(words);
        Path folder = Files.createTempDirectory("orderwire-compose");
        String launcher = System.getenv("BENCH_LAUNCHER");
        Path root = ComposeProject.rootAbove(Path.of(launcher == null ? "." : launcher));
        ComposeProject project = new ComposeProject(root, folder, options.form(), Map.of());
        System.out.println("compose, " + project + ", overload=" + options.overload() + ", " + options.linesPerSecond()
                + " lines/s, in " + folder);
        System.out.println(new ComposeRun(options, project, folder, line -> System.out.println("  " + line))
                .run()
                .text());
        System.out.println("every event accounted for, once, in order, in the topics and to the WebSocket client");
        CrashBenchmark.delete(folder);
    }
}
