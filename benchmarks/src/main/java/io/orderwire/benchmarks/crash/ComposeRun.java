package io.orderwire.benchmarks.crash;

import io.orderwire.contract.position.Source;
import io.orderwire.testing.files.NodeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Kills containers of a Compose project under load, while a committed consumer and a WebSocket client read, both from the
 * host through the published ports; then checks every event that they received. The project runs without its simulator, and
 * was started with {@code START=beginning}.
 */
public final class ComposeRun {
    private static final Duration QUIET_TIMEOUT = Duration.ofMinutes(4);

    private final ComposeOptions options;
    private final ComposeProject project;
    private final Path folder;
    private final Consumer<String> progress;
    private final KillLog log = new KillLog(CrashRun.PARTITIONS);

    /**
     * A run.
     *
     * @param folder an empty one, for the node's files
     * @param progress receives lines about the progress
     */
    public ComposeRun(ComposeOptions options, ComposeProject project, Path folder, Consumer<String> progress) {
        this.options = options;
        this.project = project;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Runs it.
     *
     * @throws AssertionError naming the promises that were broken
     */
    public CrashRun.Report run() throws IOException, InterruptedException {
        Map<String, Object> kafka = project.reader();
        try (CommittedFollower follower = new CommittedFollower(kafka, CrashRun.PARTITIONS, log);
                ReconnectingClient client = new ReconnectingClient(project.ws(), log, true)) {
            client.awaitBegun();
            project.startSimulator(options.linesPerSecond());
            TimeUnit.MILLISECONDS.sleep(options.everyMs());
            for (Part victim : options.kills()) {
                project.kill(victim);
                log.killed(victim, System.currentTimeMillis());
                progress.accept("killed: " + project.service(victim));
                TimeUnit.MILLISECONDS.sleep(options.everyMs());
            }
            log.end(System.currentTimeMillis());
            project.stopSimulator();
            return settle(kafka, follower, client);
        }
    }

    private CrashRun.Report settle(Map<String, Object> kafka, CommittedFollower follower, ReconnectingClient client)
            throws IOException, InterruptedException {
        Path data = Files.createDirectories(folder.resolve("data"));
        project.copyData(data);
        long written = NodeFiles.of(data, Source.STREAMING).counts().events();
        progress.accept(written + " events written, waiting until all has come out");
        CrashCheck check = new CrashCheck(
                new CheckedPipeline(data, Source.STREAMING, project.stats(), kafka), CrashRun.PARTITIONS);
        check.awaitQuiet(written, QUIET_TIMEOUT);
        List<String> broken = new ArrayList<>();
        long files = 0;
        try {
            files = check.check().files();
        } catch (AssertionError e) {
            broken.add(String.valueOf(e.getMessage()));
        }
        follower.awaitOrders(check.orders());
        if (follower.orders() != check.orders()) {
            broken.add("the committed consumer got " + follower.orders() + " orders of " + check.orders());
        }
        long handled = client.awaitOrders(check.orders());
        // With latest, what an aborted transaction showed early may be shed when it is done again.
        if (handled > written || options.overload().equals("complete") && handled != check.orders()) {
            broken.add("the client got, or was reported as dropped, " + handled + " orders of " + check.orders());
        }
        client.close();
        client.broken().ifPresent(findings -> broken.add("the WebSocket client: " + findings));
        Map<String, Integer> restarts = project.restarts();
        if (!restarts.equals(expectedRestarts())) {
            broken.add("restarts are " + restarts + ", expected " + expectedRestarts());
        }
        CrashRun.Report report =
                new CrashRun.Report(written, files, check.stats(), List.of(client.summary()), log.table());
        if (!broken.isEmpty()) {
            throw new AssertionError(String.join("\n", broken) + "\n" + report.text());
        }
        return report;
    }

    private Map<String, Integer> expectedRestarts() {
        Map<String, Integer> restarts = new TreeMap<>();
        options.kills().forEach(part -> restarts.merge(project.service(part), 1, Integer::sum));
        return restarts;
    }
}
