package io.orderwire.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.orderwire.testing.prerequisite.Prerequisite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Compares at rates that any machine carries, with the peers that it has, and with some that are wrong. */
@Tag("tools")
class PeersIT {
    private static PeersOptions tiny(String compare) {
        Map<String, String> options = new HashMap<>(Map.of(
                "lines", "3000",
                "rates", "1000",
                "ingest-seconds", "1",
                "watch-rates", "600",
                "age-rate", "500",
                "clients", "3",
                "fanout-rate", "500",
                "seconds", "1",
                "warmup", "0",
                // A machine that is busy with other tests may be late, and sheds nothing for it.
                "overload", "complete"));
        options.put("compare", compare);
        return PeersOptions.of(options);
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void shouldDeliverEachLineOnceByEveryPeerThatIsHere() throws Exception {
        new PeersBenchmark(tiny("ingest,watch")).run();
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void shouldReceiveEachLineOnceFromTheNatsServerIfItIsHere() throws Exception {
        Optional<String> missing = new NatsServer(true).missing();
        assumeTrue(missing.isEmpty(), () -> "nats-server is " + missing.orElseThrow());

        for (ServedPeer peer : List.of(new NatsServer(true), new NatsServer(false))) {
            ServedRun run = ServedRun.measure(peer, tiny("fanout"), 3, 500, List.of(), line -> {});

            assertThat(run.broken()).isEmpty();
            assertThat(run.first().received()).isEqualTo(3 * 500);
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void shouldNameAPeerThatChangesOrRepeatsALine() throws Exception {
        Prerequisite.KCAT.check(new TailKcat().missing());

        List<IngestRun> runs = new IngestComparison(
                        tiny("ingest").ingest(),
                        false,
                        List.of(new Filtered("changes", "7s/{/[/"), new Filtered("repeats", "7p")),
                        line -> {})
                .run();

        assertThat(runs).flatExtracting(IngestRun::broken).hasSize(2);
        assertThat(runs.get(0).broken())
                .containsExactly("changes: as many lines in Kafka as in the file, but other ones");
        assertThat(runs.get(1).broken()).containsExactly("repeats: 7001 lines in Kafka, 7000 in the file");
    }

    /** Like {@link TailKcat}, with a filter between the two. */
    private record Filtered(String name, String script) implements IngestPeer {
        private static final TailKcat PLAIN = new TailKcat();

        @Override
        public Optional<String> missing() {
            return PLAIN.missing();
        }

        @Override
        public String topic(Task task) {
            return PLAIN.topic(task);
        }

        @Override
        public int keepsLines() {
            return PLAIN.keepsLines();
        }

        @Override
        public String configuration(Task task) {
            return script;
        }

        @Override
        public PeerProcess start(Task task) throws IOException {
            List<List<String>> commands = new ArrayList<>(PLAIN.commands(task));
            commands.add(1, List.of("sed", "-u", script));
            return PeerProcess.start(task.folder().resolve("log"), commands);
        }
    }
}
