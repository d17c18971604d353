package io.orderwire.benchmarks.peers;

import io.orderwire.benchmarks.BrokerMain;
import io.orderwire.benchmarks.ChildProcess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lines of a file into Kafka: each peer in turn reads the same file into a topic of its own on one broker, first the lines
 * that exist when it starts, then lines that are appended at rates, then as many at once as at the start. Afterwards the topic
 * must have each line once.
 */
final class IngestComparison {
    private static final int PARTITIONS = 8;
    private static final int BROKER_MIB = 512;
    private static final long POLL_MS = 10;
    private static final int POLLS_PER_COUNT = 5;
    private static final double KEPT_SECONDS = 1;
    private static final double WRITER_LATE = 1.05;
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double LEAST_SECONDS = 60;
    private static final double LEAST_RATE = 10_000;

    private final PeersOptions.Ingest options;
    private final boolean warm;
    private final List<IngestPeer> peers;
    private final Consumer<String> log;

    /**
     * A comparison that has not begun.
     *
     * @param warm whether there is a round before, in which the broker gets warm
     * @param peers that are on this machine
     */
    IngestComparison(PeersOptions.Ingest options, boolean warm, List<IngestPeer> peers, Consumer<String> log) {
        this.options = options;
        this.warm = warm;
        this.peers = peers;
        this.log = log;
    }

    /** Measures each peer. */
    List<IngestRun> run() throws Exception {
        try (TemporaryFolder folder = TemporaryFolder.create();
                PreparedLines lines = PreparedLines.write(
                        folder.sub("prepared").path(), Math.toIntExact(options.lines() + options.appended()));
                ChildProcess broker = ChildProcess.java(
                        folder.path().resolve("broker.log"),
                        List.of("-Xms" + BROKER_MIB + "m", "-Xmx" + BROKER_MIB + "m", "-XX:+UseParallelGC"),
                        BrokerMain.class.getName(),
                        List.of(folder.path().resolve("kafka").toString()))) {
            String kafka = broker.awaitLine();
            log.accept(String.format(
                    Locale.ROOT, "prepared %,d lines, %,d MB", lines.lines(), lines.bytes(lines.lines()) / 1_000_000));
            for (int i = 0; warm && i < peers.size(); i++) {
                new Run(peers.get(i), folder, "warm" + i, lines, kafka).measure(List.of());
            }
            List<IngestRun> runs = new ArrayList<>();
            for (int i = 0; i < peers.size(); i++) {
                IngestRun run = new Run(peers.get(i), folder, "peer" + i, lines, kafka).measure(options.rates());
                log.accept(run.toString());
                runs.add(run);
            }
            return runs;
        }
    }

    /** One peer, its folder and its topic. */
    private final class Run {
        private final IngestPeer peer;
        private final TemporaryFolder folder;
        private final PreparedLines lines;
        private final IngestPeer.Task task;
        private int written;

        Run(IngestPeer peer, TemporaryFolder parent, String name, PreparedLines lines, String kafka)
                throws IOException {
            this.peer = peer;
            this.lines = lines;
            folder = parent.sub(name);
            Path data = folder.path().resolve("data");
            task = new IngestPeer.Task(name, folder.path(), data, data.resolve(lines.relative()), kafka);
        }

        IngestRun measure(List<Integer> rates) throws Exception {
            log.accept(peer.name() + (rates.isEmpty() ? ", warm-up" : ""));
            Files.createDirectories(task.file().resolveSibling(""));
            String topic = peer.topic(task);
            if (!peer.writesBlocks()) {
                TopicLines.create(task.kafka(), topic, PARTITIONS);
            }
            try (folder;
                    FileChannel file =
                            FileChannel.open(task.file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                append(file, options.lines());
                long start = System.nanoTime();
                try (PeerProcess process = peer.start(task);
                        Arrivals arrivals = peer.writesBlocks()
                                ? Arrivals.ofBlocks(task.kafka(), topic, PARTITIONS)
                                : Arrivals.ofLines(task.kafka(), topic, PARTITIONS)) {
                    IngestRun.Existing existing = existing(process, arrivals, start);
                    List<IngestRun.Paced> paced = new ArrayList<>();
                    for (int rate : rates) {
                        IngestRun.Paced one = paced(file, process, arrivals, rate);
                        paced.add(one);
                        if (!one.kept()) {
                            break;
                        }
                    }
                    IngestRun.Burst burst = burst(file, process, arrivals);
                    process.endInput();
                    awaitLast(process, arrivals);
                    return new IngestRun(peer.name(), existing, paced, burst, broken(topic));
                }
            }
        }

        private void append(FileChannel file, int count) throws IOException {
            lines.append(file, written, written + count);
            written += count;
        }

        private IngestRun.Existing existing(PeerProcess process, Arrivals arrivals, long start) throws Exception {
            long first = 0;
            long firstNanos = start;
            long arrived = arrivals.lines();
            while (arrived < written - peer.keepsLines()) {
                if (first == 0 && arrived > 0) {
                    first = arrived;
                    firstNanos = System.nanoTime();
                }
                await(process, start);
                arrived = arrivals.lines();
            }
            long end = System.nanoTime();
            return new IngestRun.Existing(
                    written,
                    lines.bytes(written),
                    (end - start) / NANOS,
                    (arrived - first) * NANOS / (end - firstNanos),
                    process.cpuNanos() / NANOS_PER_MICRO / written);
        }

        private IngestRun.Paced paced(FileChannel file, PeerProcess process, Arrivals arrivals, int rate)
                throws Exception {
            int count = rate * options.seconds();
            int base = written;
            long cpu = process.cpuNanos();
            long begin = System.nanoTime();
            for (int turn = 0; written < base + count; turn++) {
                int due = (int) Math.min(count, (System.nanoTime() - begin) / NANOS * rate);
                append(file, base + due - written);
                if (turn % POLLS_PER_COUNT == 0) {
                    arrivals.lines();
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            }
            long end = System.nanoTime();
            while (arrivals.lines() < written - peer.keepsLines()) {
                await(process, end);
            }
            double late = (System.nanoTime() - end) / NANOS;
            boolean inTime = (end - begin) / NANOS <= options.seconds() * WRITER_LATE + KEPT_SECONDS / 2;
            return new IngestRun.Paced(
                    rate, late, inTime && late <= KEPT_SECONDS, (process.cpuNanos() - cpu) / NANOS_PER_MICRO / count);
        }

        private IngestRun.Burst burst(FileChannel file, PeerProcess process, Arrivals arrivals) throws Exception {
            long cpu = process.cpuNanos();
            long begin = System.nanoTime();
            append(file, options.lines());
            while (arrivals.lines() < written - peer.keepsLines()) {
                await(process, begin);
            }
            return new IngestRun.Burst(
                    options.lines() * NANOS / (System.nanoTime() - begin),
                    (process.cpuNanos() - cpu) / NANOS_PER_MICRO / options.lines());
        }

        private void awaitLast(PeerProcess process, Arrivals arrivals) throws Exception {
            long end = System.nanoTime();
            while (arrivals.lines() < written) {
                requireTime(process, end);
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            }
        }

        private void await(PeerProcess process, long since) throws IOException, InterruptedException {
            process.requireAlive();
            requireTime(process, since);
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }

        private void requireTime(PeerProcess process, long since) throws IOException {
            if ((System.nanoTime() - since) / NANOS > LEAST_SECONDS + written / LEAST_RATE) {
                throw new AssertionError(peer.name() + " did not write all lines to Kafka: " + process.logged());
            }
        }

        private List<String> broken(String topic) throws IOException {
            LineSum found = TopicLines.read(task.kafka(), topic, PARTITIONS);
            if (found.lines() != written) {
                return List.of(peer.name() + ": " + found.lines() + " lines in Kafka, " + written + " in the file");
            }
            return found.sum() == lines.sum(written)
                    ? List.of()
                    : List.of(peer.name() + ": as many lines in Kafka as in the file, but other ones");
        }
    }
}
