package io.orderwire.system.pipeline;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Source;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.ingestor.IngestorProcess;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.broker.TestBroker;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.files.NeedsRealData;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.files.RealData;
import io.orderwire.testing.guarantees.Accounted;
import io.orderwire.testing.guarantees.Guarantee;
import io.orderwire.testing.guarantees.Guarantees;
import io.orderwire.testing.guarantees.ReceivedOrder;
import io.orderwire.testing.seed.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the whole pipeline promises, on whatever broker the subclass starts. */
abstract class PipelineContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BLOCKS = 30;

    private boolean ofOneNode = true;

    @TempDir
    private Path data;

    private TestBroker broker;
    private Pipeline pipeline;

    abstract TestBroker startBroker();

    @BeforeEach
    void start() {
        broker = startBroker();
        pipeline = new Pipeline(broker);
    }

    @AfterEach
    void stop() {
        if (pipeline != null) {
            pipeline.close();
            broker.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void shouldDeliverEveryEventOnceAndInOrderOverHoursAndDays(Source source) throws Exception {
        long seed = Seeds.of(getClass(), source);
        GatewayProcess gateway = pipeline.gateway("gateway");
        pipeline.parser("parser");
        try (OrdersSubscriber subscriber = new OrdersSubscriber(gateway.wsUrl())) {
            IngestorProcess ingestor = pipeline.ingestor(data, source);
            int events = 0;
            // Away from the turn of an hour: a block may have begun in the file before the first one.
            Clock clock = Clock.offset(
                    Clock.systemUTC(),
                    Duration.ofMinutes(30 - LocalTime.now(UTC).getMinute()));
            try (Simulator simulator = new Simulator(SimulatorOptions.builder(data)
                    .shape(source)
                    .seed(seed)
                    .clock(clock)
                    .build())) {
                for (int block = 0; block < BLOCKS; block++) {
                    if (block == BLOCKS / 2) {
                        ingestor.close();
                        ingestor = pipeline.ingestor(data, source);
                    }
                    simulator.writeBlock(block % 5 * 40);
                    events += block % 5 * 40;
                    if (block % 3 == 2) {
                        simulator.turnHour();
                    }
                    if (block % 10 == 9) {
                        int written = events;
                        await().atMost(PATIENCE).until(() -> subscriber.count() >= written);
                    }
                }
            }
            assertDelivered("seed " + seed, source, subscriber, gateway);
            if (source != Source.PLAIN) {
                BlockPairs pairs = new BlockPairs(NodeFiles.of(data, source), source);
                pipeline.committed(broker.topics().orders()).forEach(row -> pairs.check(row.value()));
                subscriber.orders().forEach(pairs::check);
            }
        }
    }

    @Test
    void shouldTurnWhatIsNoOrderIntoDeadLettersAndKeepTheRest() throws Exception {
        GatewayProcess gateway = pipeline.gateway("gateway");
        pipeline.parser("parser");
        try (OrdersSubscriber subscriber = new OrdersSubscriber(gateway.wsUrl())) {
            try (Simulator simulator = new Simulator(
                    SimulatorOptions.builder(data).shape(Source.STREAMING).build())) {
                simulator.writeBlock(50);
                Path file = simulator.currentFile();
                String line = Files.readAllLines(file).get(0);
                append(
                        file,
                        "noise\n\n \r\n{\"a\":1}\n" + line + "\r\n" + line.replace("\"oid\":", "\"oid\":\"x\",\"o\":")
                                + "\n");
                append(
                        file,
                        line.replace("\"user\":\"0x", "\"user\":\"0y") + "\n\u0000\u0000\n" + line.replace("]}", "")
                                + "\n");
                append(
                        file,
                        line.replace("\"events\":[", "\"events\":[],\"x\":[") + "\n" + "x".repeat(1_500_000) + "\n");
                simulator.writeBlock(50);
            }
            pipeline.ingestor(data, Source.STREAMING);
            // 50 orders of each block, one of the line with a carriage return, one of the envelope without its end.
            await().atMost(PATIENCE).until(() -> subscriber.count() == 102);
            assertDelivered("", Source.STREAMING, subscriber, gateway);
        }
    }

    @Test
    void shouldShareThePartitionsAmongParsersAndShowEverythingAtEachGateway() throws Exception {
        GatewayProcess one = pipeline.gateway("one");
        GatewayProcess two = pipeline.gateway("two");
        pipeline.parser("a");
        pipeline.parser("b");
        try (OrdersSubscriber first = new OrdersSubscriber(one.wsUrl());
                OrdersSubscriber second = new OrdersSubscriber(two.wsUrl())) {
            pipeline.ingestor(data, Source.STREAMING);
            try (Simulator simulator =
                    new Simulator(SimulatorOptions.builder(data).build())) {
                for (int block = 0; block < BLOCKS; block++) {
                    simulator.writeBlock(100);
                }
            }
            await().atMost(PATIENCE).until(() -> first.count() >= 100 * BLOCKS && second.count() >= 100 * BLOCKS);
            assertDelivered("", Source.STREAMING, first, one);
            assertDelivered("", Source.STREAMING, second, two);
        }
    }

    @Test
    @NeedsRealData({RealData.STREAMING, RealData.KINDS, RealData.COINS})
    void shouldDeliverRealStreamingLines() throws Exception {
        copy(RealData.STREAMING, Source.STREAMING, "20260505/17");
        copy(RealData.KINDS, Source.STREAMING, "20260505/18");
        copy(RealData.COINS, Source.STREAMING, "20260505/19");
        // Two of the files are lines of other hosts and times, whose block numbers go back and forth.
        ofOneNode = false;
        assertRealDataDelivered(Source.STREAMING, 6_000 + 66 + 2);
    }

    @Test
    @NeedsRealData(RealData.BY_BLOCK)
    void shouldDeliverRealBlocks() throws Exception {
        copy(RealData.BY_BLOCK, Source.BY_BLOCK, "20260430/20");
        assertRealDataDelivered(Source.BY_BLOCK, 7_769);
    }

    @Test
    @NeedsRealData(RealData.PLAIN)
    void shouldDeliverRealPlainLines() throws Exception {
        copy(RealData.PLAIN, Source.PLAIN, "20260505/17");
        assertRealDataDelivered(Source.PLAIN, 67);
    }

    private void assertRealDataDelivered(Source source, int events) throws Exception {
        GatewayProcess gateway = pipeline.gateway("gateway");
        pipeline.parser("parser");
        try (OrdersSubscriber subscriber = new OrdersSubscriber(gateway.wsUrl())) {
            pipeline.ingestor(data, source);
            await().atMost(PATIENCE).until(() -> subscriber.count() + subscriber.dropped() >= events);
            assertThat(subscriber.dropped()).isZero();
            assertThat(subscriber.count()).isEqualTo(events);
            assertDelivered("", source, subscriber, gateway);
        }
    }

    private void copy(String realFile, Source source, String hour) throws IOException {
        Path to = data.resolve(source.directory()).resolve("hourly").resolve(hour);
        Files.createDirectories(to.getParent());
        Files.copy(RealData.file(realFile), to);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    /** Topic and client hold each event of the files once, byte for byte, in order; and the account adds up. */
    private void assertDelivered(String hint, Source source, OrdersSubscriber subscriber, GatewayProcess gateway) {
        NodeFiles files = NodeFiles.of(data, source);
        List<FileEvent> events = files.events();
        // The client is shown orders before they are committed.
        long expected = files.counts().orders();
        List<ConsumerRecord<byte[], byte[]>> orders = await().atMost(PATIENCE)
                .until(() -> pipeline.committed(broker.topics().orders()), found -> found.size() >= expected);
        List<ConsumerRecord<byte[], byte[]>> letters =
                pipeline.committed(broker.topics().deadLetters());
        Guarantees topic = Guarantees.exactlyOnceInOrder(Pipeline.PARTITIONS);
        Guarantees client = Guarantees.exactlyOnceInOrder(Pipeline.PARTITIONS);
        tell(topic, events, letters);
        tell(client, events, letters);
        orders.forEach(row -> topic.record(row, broker.topics().orders()));
        subscriber.orders().forEach(order -> client.received(ReceivedOrder.parse(order)));
        topic.check();
        client.check();
        assertThat(subscriber.dropped()).as(hint).isZero();
        assertThat(subscriber.gaps())
                .as(hint)
                .filteredOn(gap -> ofOneNode || gap.where() != Gap.Where.NODE)
                .isEmpty();
        await().atMost(PATIENCE).untilAsserted(() -> {
            Accounted account = new Accounted().files(files.counts()).reported(GatewayStats.accounts(gateway));
            tell(account, events, letters);
            orders.forEach(row -> account.record(row, broker.topics().orders()));
            account.check();
        });
    }

    private void tell(Guarantee guarantee, List<FileEvent> events, List<ConsumerRecord<byte[], byte[]>> letters) {
        events.forEach(guarantee::produced);
        letters.forEach(row -> guarantee.record(row, broker.topics().orders()));
    }
}
