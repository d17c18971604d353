package io.orderwire.system.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.broker.BrokerOptions;
import io.orderwire.broker.EmbeddedKafka;
import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Headers;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Accounted;
import io.orderwire.testing.guarantees.Accounts;
import io.orderwire.testing.guarantees.Guarantee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Parsers in processes of their own that a test treats badly, while a simulator writes and an ingestor reads. */
final class ParserRig implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final double LINES_PER_SECOND = 1_000;
    static final int PARTITIONS = 4;
    private static final String GROUP = "orderwire-parser";

    private final Path data;
    private final EmbeddedKafka kafka;
    private final Simulator simulator;
    private final Thread load;
    private final Orderwire ingestor;
    private final Map<String, Orderwire> parsers = new HashMap<>();
    private final Admin admin;
    private final CommittedOrders reader;

    ParserRig(Path folder, long seed) throws IOException {
        this(folder, seed, LINES_PER_SECOND);
    }

    ParserRig(Path folder, long seed, double linesPerSecond) throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        kafka = EmbeddedKafka.start(BrokerOptions.loopback(folder.resolve("kafka"), 0));
        admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()));
        simulator = new Simulator(SimulatorOptions.builder(data)
                .linesPerSecond(linesPerSecond)
                .seed(seed)
                .build());
        load = new Thread(simulator, "simulator");
        ingestor = start("ingestor", "--data", data.toString(), "--source", "streaming", "--from", "beginning");
        load.start();
        reader = new CommittedOrders(kafka.bootstrapServers(), PARTITIONS);
    }

    private Orderwire start(String command, String... flags) {
        List<String> all = new ArrayList<>(List.of("-D", "overload=complete"));
        all.addAll(List.of(flags));
        return Orderwire.part(command, kafka.bootstrapServers(), PARTITIONS, all);
    }

    /** The bootstrap servers of its broker. */
    String kafka() {
        return kafka.bootstrapServers();
    }

    /** What a committed reader has received so far; after {@link #check} all there is. */
    List<ConsumerRecord<byte[], byte[]>> received() {
        return reader.received();
    }

    /** Starts a parser, under a name that it may have had before, and waits until it runs. */
    void startParser(String name, String... keys) {
        List<String> flags =
                new ArrayList<>(List.of("-D", "instance.id=" + name, "-D", "parser.session.timeout.ms=2000"));
        for (String key : keys) {
            flags.add("-D");
            flags.add(key);
        }
        parsers.put(name, start("parser", flags.toArray(String[]::new)));
    }

    void killParser(String name) {
        parser(name).kill();
    }

    void stopParser(String name) {
        assertThat(parser(name).stop()).isZero();
    }

    /** Sends a signal that Java has no method for. */
    void signal(String name, String signal) throws IOException, InterruptedException {
        // The shell's own kill: not every system has one as a program.
        Process kill = new ProcessBuilder(
                        "sh", "-c", "kill -" + signal + " " + parser(name).pid())
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    private Orderwire parser(String name) {
        Orderwire parser = parsers.get(name);
        if (parser == null) {
            throw new IllegalStateException("no parser " + name);
        }
        return parser;
    }

    /** Reads on until orders have come that were not there yet. */
    void awaitProgress() {
        int before = reader.orders();
        await().atMost(PATIENCE).until(() -> reader.read() > before);
    }

    /** Events that markers among the orders report as shed. */
    long givenUp() {
        return reader.givenUp();
    }

    /** Reads on, and returns how many events markers report as shed so far. */
    long givenUpSoFar() {
        reader.read();
        return reader.givenUp();
    }

    /** Waits until Kafka has removed a silent parser from its group, and aborted the transactions that it left open. */
    void awaitForgotten(String name) {
        await().atMost(PATIENCE).until(() -> members().stream().noneMatch(member -> member.startsWith(name + "-")));
        await().atMost(PATIENCE).until(() -> openTransactions(name) == 0);
    }

    /** Waits until a parser has its place in the group again. */
    void awaitMember(String name) {
        await().atMost(PATIENCE).until(() -> members().stream().anyMatch(member -> member.startsWith(name + "-")));
    }

    private List<String> members() throws ExecutionException, InterruptedException {
        return admin.describeClassicGroups(List.of(GROUP)).all().get().values().stream()
                .flatMap(group -> group.members().stream())
                .map(MemberDescription::groupInstanceId)
                .map(id -> id.orElse(""))
                .toList();
    }

    private long openTransactions(String name) throws ExecutionException, InterruptedException {
        return admin.listTransactions().all().get().stream()
                .filter(transaction -> transaction.transactionalId().startsWith(GROUP + "-" + name + "-"))
                .filter(transaction -> transaction.state() != TransactionState.COMPLETE_ABORT
                        && transaction.state() != TransactionState.COMPLETE_COMMIT
                        && transaction.state() != TransactionState.EMPTY)
                .count();
    }

    /** Stops writing, waits until everything has come out, and checks what came and what the pipeline says of it. */
    void check(Guarantee guarantee) throws Exception {
        simulator.stop();
        load.join();
        NodeFiles files = NodeFiles.of(data, Source.STREAMING);
        long orders = files.counts().orders();
        await().atMost(PATIENCE).until(() -> reader.read() + reader.givenUp() >= orders);
        await().atMost(PATIENCE).until(() -> reader.read() >= 0 && reader.isAtTheEnd());
        try (Orderwire gateway = start("gateway", "--port", "0")) {
            await().atMost(PATIENCE).untilAsserted(() -> checkAccount(files, gateway));
        }
        files.events().forEach(guarantee::produced);
        reader.received().forEach(guarantee::record);
        try {
            guarantee.check();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; gaps without positions: " + withoutPositions(), e);
        }
    }

    /** Reported losses whose places in the files are unknown. */
    private List<Gap> withoutPositions() {
        return reader.received().stream()
                .filter(row -> row.headers().lastHeader(Headers.GAP) != null)
                .map(row -> Gap.of(row.headers()))
                .filter(gap -> gap.fromPos() == null)
                .toList();
    }

    /** Waits until so many more events are in the files. */
    void awaitWritten(long more) {
        long before = simulator.events();
        await().atMost(PATIENCE).until(() -> simulator.events() >= before + more);
    }

    /** Each order counts once: at_least_once may write it several times. */
    private void checkAccount(NodeFiles files, Orderwire gateway) throws Exception {
        Accounts reported =
                Accounts.parse(Stats.get(gateway.value("http") + "stats").body());
        Accounted account = new Accounted().files(files.counts()).reported(reported);
        files.events().forEach(account::produced);
        reader.distinct().forEach(account::record);
        account.check();
    }

    @Override
    public void close() throws Exception {
        simulator.stop();
        load.join();
        parsers.values().forEach(Orderwire::close);
        ingestor.close();
        simulator.close();
        reader.close();
        admin.close(Duration.ZERO);
        kafka.close();
    }
}
