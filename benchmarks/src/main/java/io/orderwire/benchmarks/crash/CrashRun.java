package io.orderwire.benchmarks.crash;

import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.files.FileCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Broker, ingestor, parser and gateway as processes of their own under a load, one of them killed every few seconds, and
 * the hour turned in between; then what came out is checked to the event. Victims, moments and lines come from the seed.
 */
public final class CrashRun {
    static final int PARTITIONS = 8;
    private static final Duration QUIET_TIMEOUT = Duration.ofMinutes(10);
    private static final List<Part> PARTS = List.of(Part.values());
    private static final int USERS = 2_000;

    private final CrashOptions options;
    private final Path folder;
    private final Consumer<String> progress;
    private final SplittableRandom random;
    private final KillLog log = new KillLog(PARTITIONS);

    /**
     * What a run showed.
     *
     * @param events that the files held
     * @param hourFiles that they stood in
     * @param stats the pipeline's own account at the end
     * @param clients what the reconnecting WebSocket clients got, for people
     * @param kills a table of the waits, for people
     */
    public record Report(long events, long hourFiles, String stats, List<String> clients, List<String> kills) {
        /** All of it, line by line. */
        String text() {
            List<String> lines = new ArrayList<>(clients);
            lines.add(events + " events in " + hourFiles + " hour files");
            lines.addAll(kills);
            lines.add(stats);
            return String.join("\n", lines);
        }
    }

    /**
     * A run in an empty folder, which the caller owns.
     *
     * @param progress receives lines about the progress
     */
    public CrashRun(CrashOptions options, Path folder, Consumer<String> progress) {
        this.options = options;
        this.folder = folder;
        this.progress = progress;
        this.random = new SplittableRandom(options.seed());
    }

    /**
     * Runs it.
     *
     * @throws AssertionError naming the promises that were broken; logs of the processes stand in
     *     the folder
     */
    public Report run() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("data"));
        try (CrashDeployment deployment = new CrashDeployment(folder, options);
                CommittedFollower follower = new CommittedFollower(deployment.kafka(), PARTITIONS, log);
                ReconnectingClient client = new ReconnectingClient(deployment.ws(), log, false);
                ReconnectingClient resuming = new ReconnectingClient(deployment.ws(), log, true);
                Simulator simulator = simulator(deployment.data())) {
            resuming.awaitBegun();
            Thread load = new Thread(simulator, "simulator");
            load.setDaemon(true);
            load.start();
            killAll(deployment, simulator);
            log.end(System.currentTimeMillis());
            simulator.stop();
            load.join();
            return settle(deployment, follower, client, resuming, simulator.events());
        }
    }

    private Simulator simulator(Path data) {
        return new Simulator(SimulatorOptions.builder(data)
                .shape(options.source())
                .linesPerSecond(options.linesPerSecond())
                .users(USERS)
                .seed(options.seed())
                .build());
    }

    private void killAll(CrashDeployment deployment, Simulator simulator) throws InterruptedException {
        for (int kill = 1; kill <= options.kills(); kill++) {
            pause();
            Part victim = PARTS.get(random.nextInt(PARTS.size()));
            long now = System.currentTimeMillis();
            deployment.kill(victim);
            log.killed(victim, now);
            boolean turns = random.nextBoolean();
            if (turns) {
                simulator.turnHour();
            }
            progress.accept("kill " + kill + " of " + options.kills() + ": " + victim.word() + ", " + simulator.events()
                    + " events written" + (turns ? ", the hour turns" : ""));
        }
        pause();
    }

    /** Half to one and a half of the time between kills. */
    private void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(options.everyMs() / 2 + random.nextLong(options.everyMs()));
    }

    private Report settle(
            CrashDeployment deployment,
            CommittedFollower follower,
            ReconnectingClient client,
            ReconnectingClient resuming,
            long written)
            throws InterruptedException {
        progress.accept(written + " events written, waiting until all has come out");
        CrashCheck check = new CrashCheck(deployment.checked(), PARTITIONS);
        check.awaitQuiet(written, QUIET_TIMEOUT);
        progress.accept("checking");
        List<String> broken = new ArrayList<>();
        long files = 0;
        try {
            FileCounts counts = check.check();
            files = counts.files();
        } catch (AssertionError e) {
            broken.add(String.valueOf(e.getMessage()));
        }
        follower.awaitOrders(check.orders());
        if (follower.orders() != check.orders()) {
            broken.add("a read_committed consumer that ran through it all got " + follower.orders() + " orders of "
                    + check.orders());
        }
        client.close();
        client.broken().ifPresent(findings -> broken.add("the WebSocket client: " + findings));
        long resumed = resuming.awaitOrders(check.orders());
        // Orders of an aborted transaction may be shed when its work is repeated; the client has received them anyway.
        boolean complete = options.overload().equals("complete");
        if (resumed > written || complete && resumed != check.orders()) {
            broken.add("of " + check.orders() + " orders the client that resumes got, or was reported as dropped, "
                    + resumed);
        }
        resuming.close();
        resuming.broken().ifPresent(findings -> broken.add("the WebSocket client that resumes: " + findings));
        String ended = deployment.endedByThemselves();
        if (!ended.isEmpty()) {
            broken.add(ended);
        }
        List<String> kills = new ArrayList<>(log.table());
        kills.add("starts that failed because the broker was killed meanwhile: " + deployment.failedStarts());
        Report report = new Report(written, files, check.stats(), List.of(client.summary(), resuming.summary()), kills);
        if (!broken.isEmpty()) {
            throw new AssertionError(
                    "seed " + options.seed() + ": " + String.join("\n", broken) + "\n" + report.text());
        }
        return report;
    }
}
