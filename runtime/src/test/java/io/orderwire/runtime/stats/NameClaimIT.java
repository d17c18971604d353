package io.orderwire.runtime.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.kafka.TopicSetup;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.testing.broker.BrokerExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class NameClaimIT {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    /** A process on another machine cannot be proved to have ended. */
    private static final ProcessIdentity ELSEWHERE =
            new ProcessIdentity("e", "elsewhere", 7, "another boot", "pid:[1]", 5);

    private static final AtomicInteger TESTS = new AtomicInteger();

    private Settings settings;
    private KafkaClients clients;
    private OutputTopics outputs;

    @BeforeEach
    void connect() {
        settings = new Settings.Loader(PipelineOptions.ALL)
                .flag("kafka.bootstrap.servers", BROKER.broker().bootstrapServers())
                .flag("topics.prefix", BROKER.broker().topics().prefix() + TESTS.incrementAndGet() + ".")
                .flag("partitions", "1")
                .load();
        clients = new KafkaClients(settings);
        outputs = OutputTopics.of(settings);
    }

    private NameClaim claim() {
        return new NameClaim(clients, StatsNames.PARSER, outputs, Duration.ofSeconds(30));
    }

    private static Snapshot snapshot(String name, boolean stopped) {
        return new Snapshot(StatsNames.PARSER, name, 1, stopped, List.of(), Map.of());
    }

    private void stands(Snapshot... snapshots) {
        new TopicSetup(settings).ensure();
        try (Producer<byte[], byte[]> producer = clients.producer(Map.of())) {
            for (Snapshot snapshot : snapshots) {
                producer.send(new ProducerRecord<>(
                        clients.topics().pipeline(),
                        snapshot.key().getBytes(StandardCharsets.UTF_8),
                        snapshot.toJson()));
            }
        }
    }

    /** Writes snapshots of a process until it is closed, and at least one. */
    private SnapshotPublisher running(String name, ProcessIdentity process) {
        new TopicSetup(settings).ensure();
        SnapshotPublisher publisher = new SnapshotPublisher(
                clients,
                StatsNames.PARSER,
                process,
                stopped -> snapshot(name, stopped),
                new StallWatchdog(60_000, System::nanoTime, exit -> {}));
        publisher.start();
        return publisher;
    }

    @Test
    void shouldTakeANameWithoutATopic() {
        claim().configured("p");
        assertThat(claim().byDefault("p")).isEqualTo("p");
    }

    @Test
    void shouldTakeTheNameOfAProcessThatStopped() {
        stands(snapshot("p", false).by(ELSEWHERE), snapshot("p", true).by(ELSEWHERE));
        claim().configured("p");
        assertThat(claim().byDefault("p")).isEqualTo("p");
    }

    /** Its snapshots continue, so that only the proof frees the name. */
    @Test
    void shouldTakeTheNameOfAProcessThatHasProvablyEnded() {
        ProcessIdentity own = ProcessIdentity.create();
        ProcessIdentity gone =
                new ProcessIdentity("x", own.host(), own.pid(), own.boot(), own.pidNamespace(), own.startTicks() - 1);
        stands(snapshot("p", false).by(gone));
        try (SnapshotPublisher forged = running("p", gone)) {
            claim().configured("p");
            assertThat(claim().byDefault("p")).isEqualTo("p");
            assertThat(forged.dropped()).isZero();
        }
    }

    @Test
    void shouldTakeTheNameOfASilentProcess() {
        stands(snapshot("p", false), snapshot("q", false).by(ELSEWHERE));
        claim().configured("p");
        assertThat(claim().byDefault("q")).isEqualTo("q");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRefuseTheConfiguredNameOfARunningProcess(boolean here) {
        try (SnapshotPublisher other = running("p", here ? ProcessIdentity.create() : ELSEWHERE)) {
            stands(snapshot("p", false).by(ELSEWHERE));
            assertThatThrownBy(() -> claim().configured("p"))
                    .isInstanceOfSatisfying(
                            ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.USAGE))
                    .hasMessageStartingWith("instance.id \"p\" is used by another running parser on ")
                    .hasMessageEndingWith("; give each its own, or leave it out");
            claim().configured("q");
            assertThat(other.dropped()).isZero();
        }
    }

    @Test
    void shouldAppendANumberToTheDefaultNameOfARunningProcess() {
        try (SnapshotPublisher first = running("p", ELSEWHERE);
                SnapshotPublisher second = running("p-2", ELSEWHERE)) {
            stands(snapshot("p", false).by(ELSEWHERE), snapshot("p-2", false).by(ELSEWHERE));
            assertThat(claim().byDefault("p")).isEqualTo("p-3");
            assertThat(first.dropped() + second.dropped()).isZero();
        }
        assertThat(claim().byDefault("p")).isEqualTo("p");
    }

    @Test
    void shouldLeaveOtherRolesAndTopicsOfOrdersAndWhatIsNoSnapshotAside() {
        stands(snapshot("p", false).with("other.orders"), new Snapshot("gateway", "p", 1, false, List.of(), Map.of()));
        try (Producer<byte[], byte[]> producer = clients.producer(Map.of())) {
            byte[] key = "parser/p".getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(clients.topics().pipeline(), key, new byte[] {1, 2}));
            producer.send(new ProducerRecord<>(clients.topics().pipeline(), key, null));
        }
        claim().configured("p");
    }
}
