package io.orderwire.benchmarks.peers;

import io.orderwire.benchmarks.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The processes of a peer, which may be a pipe of several, or that of a part of Orderwire. */
final class PeerProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 10;
    private static final int MOST_LOG = 2_000;

    private final List<ProcessHandle> processes;
    private final Path log;

    private PeerProcess(List<ProcessHandle> processes, Path log) {
        this.processes = processes;
        this.log = log;
    }

    /** Starts commands of which each reads what the one before writes. What they have to say is appended to a file. */
    static PeerProcess start(Path log, List<List<String>> commands) throws IOException {
        ProcessBuilder.Redirect toLog = ProcessBuilder.Redirect.appendTo(log.toFile());
        List<ProcessBuilder> builders = commands.stream()
                .map(command -> new ProcessBuilder(command).redirectError(toLog))
                .toList();
        builders.get(builders.size() - 1).redirectOutput(toLog);
        return new PeerProcess(
                ProcessBuilder.startPipeline(builders).stream()
                        .map(Process::toHandle)
                        .toList(),
                log);
    }

    /** A process that runs already. */
    static PeerProcess of(ChildProcess child, Path log) {
        return new PeerProcess(ProcessHandle.of(child.pid()).stream().toList(), log);
    }

    /** CPU time used so far by all that run, nanoseconds. */
    long cpuNanos() {
        return processes.stream()
                .mapToLong(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
                .sum();
    }

    /**
     * Returns if all processes run.
     *
     * @throws IOException with the end of their log if one of them ended
     */
    void requireAlive() throws IOException {
        if (processes.isEmpty() || !processes.stream().allMatch(ProcessHandle::isAlive)) {
            throw new IOException("it ended: " + logged());
        }
    }

    /** Ends the first process of a pipe, so that the others see the end of their input, and waits until they end too. */
    void endInput() {
        if (processes.size() > 1) {
            processes.get(0).destroy();
            processes.forEach(PeerProcess::awaitEnd);
        }
    }

    /** The end of what it had to say. */
    String logged() throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        String text = new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1);
        return text.substring(Math.max(0, text.length() - MOST_LOG));
    }

    @Override
    public void close() {
        processes.forEach(ProcessHandle::destroy);
        processes.forEach(PeerProcess::awaitEnd);
    }

    /** Kills a process that does not end within a bound. */
    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
