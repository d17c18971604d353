package io.orderwire.benchmarks.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Parts of the pipeline beside other programs that do a part of the same work: lines into Kafka, from file to a client, and
 * from one stream to many clients. A peer that is not on this machine is named and left out.
 */
public final class PeersBenchmark {
    private final PeersOptions options;
    private final long beginNanos = System.nanoTime();
    private final List<String> broken = new ArrayList<>();

    /** A run with these options. */
    public PeersBenchmark(PeersOptions options) {
        this.options = options;
    }

    /**
     * Measures and prints.
     *
     * @throws AssertionError if Orderwire or a peer delivered something other than what was written
     */
    public void run() throws Exception {
        if (options.comparisons().contains(PeersOptions.Comparison.INGEST)) {
            ingest(List.of(new OrderwireIngestor(), new TailKcat(), new RsyslogOmkafka(), new ConnectFileSource()));
        }
        if (options.comparisons().contains(PeersOptions.Comparison.WATCH)) {
            PeersOptions.Watch watch = options.watch();
            System.out.println(PeersReport.watch(served(
                    List.of(OrderwireServer.whole(options.overload()), new PythonWatcher()),
                    1,
                    watch.ageRate(),
                    watch.rates())));
        }
        if (options.comparisons().contains(PeersOptions.Comparison.FANOUT)) {
            PeersOptions.Fanout fanout = options.fanout();
            System.out.println(PeersReport.fanout(served(
                    List.of(OrderwireServer.gateway(options.overload()), new NatsServer(true), new NatsServer(false)),
                    fanout.clients(),
                    fanout.rate(),
                    List.of())));
        }
        if (!broken.isEmpty()) {
            throw new AssertionError("something else was delivered than was written:\n" + String.join("\n", broken));
        }
    }

    /** @param peers Orderwire first */
    List<IngestRun> ingest(List<IngestPeer> peers) throws Exception {
        List<IngestPeer> here = new ArrayList<>();
        for (IngestPeer peer : peers) {
            Optional<String> missing = peer.missing();
            System.out.println("== " + peer.name());
            if (missing.isPresent()) {
                System.out.println(missing.orElseThrow());
            } else {
                System.out.println(peer.configuration(new IngestPeer.Task(
                        "TOPIC", Path.of("FOLDER"), Path.of("DATA"), Path.of("DATA/FILE"), "127.0.0.1:PORT")));
                here.add(peer);
            }
        }
        List<IngestRun> runs =
                new IngestComparison(options.ingest(), options.warmUpSeconds() > 0, here, this::log).run();
        System.out.println(PeersReport.ingest(runs));
        runs.forEach(run -> broken.addAll(run.broken()));
        return runs;
    }

    private List<ServedRun> served(List<ServedPeer> peers, int clients, int firstRate, List<Integer> rates)
            throws Exception {
        List<ServedRun> runs = new ArrayList<>();
        for (ServedPeer peer : peers) {
            Optional<String> missing = peer.missing();
            System.out.println("== " + peer.name() + "\n" + missing.orElseGet(peer::configuration));
            if (missing.isEmpty()) {
                ServedRun run = ServedRun.measure(peer, options, clients, firstRate, rates, this::log);
                broken.addAll(run.broken());
                runs.add(run);
            }
        }
        System.out.println();
        return runs;
    }

    private void log(String line) {
        System.err.printf(
                Locale.ROOT, "%4d s  %s%n", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beginNanos), line);
    }
}
